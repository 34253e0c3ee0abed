# Rotation of one configuration onto another by polar steps
# chapter: geometry
data x[N, D] = csv("data/scatter.csv")
data y[N, D] = csv("data/turned.csv")
param R[D, D] in orthogonal
minimize sum{i, d} (y[i, d] - sum{e} R[d, e] * x[i, e])^2
fit using polar_step with tol = 1e-13, iters = 20000
