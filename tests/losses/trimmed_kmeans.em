# K-means that gives up far points
# chapter: clusters
let K = 3
data z[N, D] = csv("data/points.csv")
param c[K, D] init sample(z)
minimize sum{i} min(min{k} |z[i] - c[k]|^2, 1.5)
fit with restarts = 300
