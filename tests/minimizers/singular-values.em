# rule: X M-SVT closed-form
# rule: Y M-SVT closed-form
# rule: Z M-SVT closed-form
data y[I, J] = [[1, 2, 3, 1], [3, 1, 0, 2], [1, 1, 2, 0.5]]
data w[I, J] = [[1, 1, 0, 1], [1, 1, 1, 1], [1, 0.8, 1, 1]]
data a[N] = [1, 1, 2, 2, 3, 1]
data b[N] = [1, 2, 2, 3, 4, 1]
param X[I, J]
param Y[J, I]
param Z[I, J]
minimize 1/2 * sum{i, j} (y[i, j] - X[i, j])^2 + nuclear(X) + 1/2 * sum{i, j} w[i, j] * (y[i, j] - Y[j, i])^2 + 0.7 * nuclear(Y) + 1/2 * sum{n} (n - Z[a[n], b[n]])^2 + 2 * nuclear(Z)
fit with tol = 1e-15, iters = 20000
data g[I, J] = array{i in I, j in J} (y[i, j] - X[i, j])
data h[I, J] = array{i in I, j in J} w[i, j] * (y[i, j] - Y[j, i])
data k[I, J] = array{i in I, j in J} sum{n} (a[n] == i) * (b[n] == j) * (n - Z[i, j])
print max(singular_values(g)[1] - 1, 0), sum{i, j} g[i, j] * X[i, j] - nuclear(X)
print max(singular_values(h)[1] - 0.7, 0), sum{i, j} h[i, j] * Y[j, i] - 0.7 * nuclear(Y)
print max(singular_values(k)[1] - 2, 0), sum{i, j} k[i, j] * Z[i, j] - 2 * nuclear(Z)
