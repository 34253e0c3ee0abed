# Principal direction
# chapter: location
data z[N, D] = csv("data/scatter.csv")
param u[D] in sphere
minimize sum{i, d} (z[i, d] - dot(z[i], u) * u[d])^2
fit with tol = 1e-12
