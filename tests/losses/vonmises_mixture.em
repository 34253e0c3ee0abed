# Von Mises mixture
# chapter: mixtures
let K = 2
data x[N] = csv("data/samples.csv", columns = "angle")
param w[K] in simplex init 1 / K
param m[K] init [0.7, 3.3]
param kappa[K] > 0 init 2
minimize -sum{i} log sum{k} w[k] * vonmises(x[i] | m[k], kappa[k])
fit with tol = 1e-13, iters = 5000
