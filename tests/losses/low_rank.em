# Missing entries under a matrix of rank 2
# chapter: factors
data y[I, J] = csv("data/ratings.csv")
data o[I, J] = csv("data/seen.csv")
param X[I, J] in rank(2)
minimize sum{i, j} o[i, j] * (y[i, j] - X[i, j])^2
fit with restarts = 5, tol = 1e-13, iters = 20000
