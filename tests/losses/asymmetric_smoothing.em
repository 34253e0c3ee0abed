# Baseline by asymmetric squares
# chapter: regression
data y[T] = csv("data/signals.csv", columns = "smooth")
param z[T]
minimize (sum{t} (if y[t] > z[t] then 0.05 else 0.95) * (y[t] - z[t])^2) + 20 * sum{t in 2..T-1} (z[t - 1] - 2 * z[t] + z[t + 1])^2
fit with tol = 1e-13
