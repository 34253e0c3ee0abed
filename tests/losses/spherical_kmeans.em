# K-means, cosine distances
# chapter: clusters
let K = 3
data z[N, D] = csv("data/points.csv")
param c[K, D] in sphere
minimize sum{i} min{k} (1 - dot(z[i], c[k]) / |z[i]|)
fit with restarts = 20
