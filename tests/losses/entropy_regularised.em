# Entropic weights: linear cost and relative entropy on a simplex
# chapter: programs
data c[K] = [0.3, 1.1, 0.2, 0.7, 0.5]
data z[N, D] = csv("data/points.csv")
param w[K] in simplex
minimize (sum{k} c[k] * w[k]) + 0.5 * (sum{k} w[k] * log(w[k])) + 2 * (sum{k} w[k]^2)
fit with tol = 1e-13
