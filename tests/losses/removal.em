# Removal sampling: catches that thin out a population
# chapter: distributions
data c[T] = [30, 18, 9, 6]
param p in (0, 1)
minimize -sum{t} c[t] * (log(p) + (t - 1) * log(1 - p) - log(1 - (1 - p)^4))
fit with tol = 1e-13
