# Weights of known components, none below a twentieth
# chapter: mixtures
data z[N, D] = csv("data/points.csv")
let K = 4
data f[N, K] = array{i in N, k in K} exp(-(z[i, 1] - k)^2 / 2)
param w[K] in simplex(floor = 0.05)
minimize -sum{i} log sum{k} w[k] * f[i, k]
fit with tol = 1e-13, iters = 10000
