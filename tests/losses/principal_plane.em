# Principal plane
# chapter: location
let Q = 2
data z[N, D] = csv("data/scatter.csv")
param W[Q, D] in orthogonal
minimize sum{i, d} (z[i, d] - sum{q} dot(z[i], W[q]) * W[q, d])^2
fit with tol = 1e-12
