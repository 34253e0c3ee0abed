# Sizes of differences are summed where they are made; no array of components x columns x rows of a tile.
data x[N, D] = csv("../../../examples/faithful.csv")
let K = 20
param c[K, D]
minimize sum{i} min{k} sum{d} abs(x[i, d] - c[k, d])
fit with iters = 3, tol = 0
