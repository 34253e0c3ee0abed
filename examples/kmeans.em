# K-means on the eruptions of Old Faithful. Nobody types Lloyd's algorithm: it is what the compiler makes of this loss.
data x[N, D] = csv("faithful.csv")
let K = 2

param c[K, D] init sample(x)
minimize sum{i} min{k} |x[i] - c[k]|^2

derive
fit with restarts = 10, seed = 1
print c
