# D-optimal design
# chapter: programs
data z[N, D] = csv("data/scatter.csv")
param w[N] in simplex init 1 / N
minimize -logdet(array{d in D, e in D} sum{i} w[i] * z[i, d] * z[i, e])
fit with tol = 1e-13, iters = 5000
