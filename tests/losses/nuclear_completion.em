# Matrix completion by the sum of singular values
# chapter: factors
data y[I, J] = csv("data/ratings.csv")
data o[I, J] = csv("data/seen.csv")
param X[I, J]
minimize 1/2 * sum{i, j} o[i, j] * (y[i, j] - X[i, j])^2 + 1.5 * nuclear(X)
fit with tol = 1e-14, iters = 20000
