# Shrunken shifts of groups
# chapter: regression
data g[N] = csv("data/families.csv", columns = "group")
data y[N] = csv("data/families.csv", columns = "y")
let G = 6
param m
param a[G]
minimize (sum{i} (y[i] - m - a[g[i]])^2) + 0.5 * |a|^2
fit with tol = 1e-13, iters = 5000
