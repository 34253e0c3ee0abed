# K-harmonic means
# chapter: clusters
let K = 3
data z[N, D] = csv("data/points.csv")
param c[K, D] init sample(z)
minimize sum{i} K / (sum{k} 1 / |z[i] - c[k]|^2)
fit with restarts = 10, tol = 1e-12
