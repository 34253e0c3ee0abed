# rule: B M-KRON closed-form
# rule: X M-KRON closed-form
data x[N, J] = [[1, 2], [2, -1], [0, 1], [1, 1]]
data y[N, D] = [[1, 2, 3], [0, 1, 4], [1, 1, 0], [2, 3, 1]]
data p[D, D] = [[2, 0.5, 0.1], [0.5, 1, 0.3], [0.1, 0.3, 4]]
data q[J, J] = [[1, 0.4], [0.4, 3]]
data h[D, J] = [[1, 2], [0, 1], [3, 1]]
param B[D, J]
param X[D, J]
minimize sum{i} quad(array{d in D} (y[i, d] - sum{j} B[d, j] * x[i, j]), p) + 0.5 * |B|^2 + 1/2 * sum{d, e, j} p[d, e] * X[d, j] * X[e, j] + 1/2 * sum{d, j, k} q[j, k] * X[d, j] * X[d, k] - sum{d, j} h[d, j] * X[d, j]
fit
print max{d, j} abs(B[d, j] - 2 * sum{i} x[i, j] * sum{e in D} p[d, e] * (y[i, e] - sum{k in J} B[e, k] * x[i, k]))
print max{d, j} abs(sum{e in D} p[d, e] * X[e, j] + sum{k in J} X[d, k] * q[k, j] - h[d, j])
