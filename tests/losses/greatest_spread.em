# The mixture of scatters, of limited length, with the greatest principal variance
# chapter: location
data z[N, D] = csv("data/scatter.csv")
param w[N] in ball(1)
maximize lambda_max(array{d in D, e in D} (sum{i} w[i] * z[i, d] * z[i, e]))
fit with restarts = 20, tol = 1e-13, iters = 5000
