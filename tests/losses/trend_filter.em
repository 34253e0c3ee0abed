# Trend filter: absolute second differences
# chapter: geometry
data y[T] = csv("data/signals.csv", columns = "smooth")
param x[T] init y
minimize 1/2 * (sum{t} (y[t] - x[t])^2) + 2 * sum{t in 3..T} |x[t] - 2 * x[t-1] + x[t-2]|
fit with tol = 1e-12, iters = 5000
