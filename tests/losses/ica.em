# Independent components
# chapter: location
data w[N, D] = csv("data/whitened.csv")
param R[D, D] in orthogonal
minimize sum{i, d} log(cosh(sum{e} R[d, e] * w[i, e]))
fit with restarts = 20, tol = 1e-13
