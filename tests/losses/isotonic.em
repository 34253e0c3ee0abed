# Isotonic regression
# chapter: regression
data y[T] = csv("data/signals.csv", columns = "smooth")
param x[T] ordered
minimize sum{t} (y[t] - x[t])^2
fit with tol = 1e-13, iters = 5000
