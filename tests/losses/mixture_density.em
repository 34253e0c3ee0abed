# Nonparametric mixing: a grid of normal means
# chapter: mixtures
let G = 15
data x[N] = csv("data/samples.csv", columns = "two_normals")
data at[G] = array{g in G} (-4 + 0.5 * g)
param w[G] in simplex init 1 / G
minimize -sum{i} log sum{g} w[g] * normal(x[i] | at[g], 0.25)
fit with tol = 1e-13, iters = 20000, accel = squarem
