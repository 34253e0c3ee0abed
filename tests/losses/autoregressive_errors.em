# A line whose errors follow each other
# chapter: regression
data y[T] = csv("data/signals.csv", columns = "smooth")
param a
param b
param r in (-1, 1)
minimize sum{t in 2..T} (y[t] - a - b * t / 10 - r * (y[t - 1] - a - b * (t - 1) / 10))^2
fit with tol = 1e-13
