# Rising numbers between bounds whose steps cost their squares
# chapter: regression
data y[T] = csv("data/signals.csv", columns = "smooth")
param x[T] ordered in [0.2, 3]
minimize sum{t} (y[t] + t / 9 - x[t])^2 + 2 * sum{t in 2..T} (x[t] - x[t - 1])^2
fit with tol = 1e-13, iters = 5000
