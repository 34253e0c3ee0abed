# Total variation of a signal
# chapter: geometry
data y[T] = csv("data/signals.csv", columns = "steps")
param x[T] init y
minimize 1/2 * (sum{t} (y[t] - x[t])^2) + 0.8 * sum{t in 2..T} |x[t] - x[t-1]|
fit with tol = 1e-12, iters = 5000
