# Thurstone: pairs compared by a normal
# chapter: rankings
data n[T, T] = csv("data/wins.csv")
param s[T] in zerosum init 0
minimize -sum{i, j} n[i, j] * log_normal_cdf(s[i] - s[j])
fit with tol = 1e-12, iters = 5000
