# status: 1
data y[I, J] = [[1, 2, 3], [3, 1, 0]]
param X[I, J] in rank(1)
minimize sum{i, j} (exp(X[i, j]) - y[i, j] * X[i, j])
fit
