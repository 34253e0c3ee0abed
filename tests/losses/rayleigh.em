# Rayleigh's quotient of two matrices
# chapter: location
data z[N, D] = csv("data/scatter.csv")
data c[D] = mean{i} z[i]
param u[D] in sphere
minimize (mean{i} (dot(z[i], u) - dot(c, u))^2) / (sum{d} d * u[d]^2)
fit with tol = 1e-13
