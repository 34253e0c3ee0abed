# K-means of counts, by the deviance of Poisson
# chapter: clusters
let K = 3
data v[I, J] = csv("data/counts.csv")
param m[K, J] > 0
minimize sum{i} min{k} (sum{j} (m[k, j] - v[i, j] * log(m[k, j])))
fit with restarts = 40, tol = 1e-12
