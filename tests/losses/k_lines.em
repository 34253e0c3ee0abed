# K lines through the origin
# chapter: clusters
let K = 2
data z[N, D] = csv("data/points.csv")
param u[K, D] in sphere
minimize sum{i} min{k} (|z[i]|^2 - dot(z[i], u[k])^2)
fit with restarts = 20
