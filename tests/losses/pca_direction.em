# Principal direction by steps on the sphere
# chapter: location
data z[N, D] = csv("data/scatter.csv")
param u[D] in sphere
minimize sum{i, d} (z[i, d] - dot(z[i], u) * u[d])^2
fit using direction_step with tol = 1e-13, iters = 20000
