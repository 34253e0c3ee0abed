# A matrix with small singular values, between their sum and their squares
# chapter: factors
data y[I, J] = csv("data/ratings.csv")
param m[I, J]
minimize 1/2 * sum{i, j} (y[i, j] - m[i, j])^2 + 1.5 * schatten(m | 1.3)
fit with tol = 1e-13, iters = 20000
