# Poisson counts with log-bilinear means, by iterative scaling
# chapter: factors
data n[I, J] = csv("data/counts.csv")
param a[I]
param b[J]
param c[J] init 1
minimize (sum{i, j} (exp(a[i] * b[j] + c[j]) - n[i, j] * (a[i] * b[j] + c[j]))) + 1/2 * |a|^2 + 1/2 * |b|^2
fit using iterative_scaling with restarts = 3, tol = 1e-12, iters = 5000
