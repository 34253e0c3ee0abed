# Classes of animals that are caught in some of three nights, seen only if once at least: a mean of what lies below 1 lies below 1
data f[J] = [5, 4, 3]
let K = 2
param w[K] in simplex
param p[K] in (0, 1)
minimize -sum{j} f[j] * log((sum{k} w[k] * p[k]^j * (1 - p[k])^(3 - j)) / (1 - sum{k} w[k] * (1 - p[k])^3))
derive
