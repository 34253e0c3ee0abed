# rule: X M-PCA closed-form
# rule: Y M-PCA closed-form
data y[I, J] = [[1, 2, 3, 1], [3, 1, 0, 2], [1, 1, 2, 0.5]]
data w[I, J] = [[1, 1, 0, 1], [1, 1, 1, 1], [1, 0.8, 1, 1]]
param X[I, J] in rank(2)
param Y[J, I] in rank(1)
minimize sum{i, j} (y[i, j] - X[i, j])^2 + sum{i, j} w[i, j] * (y[i, j] - Y[j, i])^2
fit with tol = 1e-15, iters = 20000
print sum{i, j} (y[i, j] - X[i, j])^2 - singular_values(y)[3]^2, singular_values(X)[3], singular_values(Y)[2]
data g[J, I] = array{j in J, i in I} w[i, j] * (Y[j, i] - y[i, j])
print max{j, k in J} abs(sum{i} g[j, i] * Y[k, i]), max{i, k in I} abs(sum{j} g[j, i] * Y[j, k])
