# rule: C M-SPD-TIED closed-form
# rule: E M-SPD-TIED closed-form
# rule: F M-SPD-TIED closed-form
# rule: P M-SPD-TIED closed-form
# rule: G M-SPD-TIED closed-form
# rule: v M-LOG-INV closed-form
# a scatter divided by the root of its determinant; the common size is then the mean of these roots; what has no scatter stays
data A[K, D, D] = [[[4, 1], [1, 2]], [[0.5, 0.3], [0.3, 9]]]
data Z[K, D, D] = [[[0, 0], [0, 0]], [[1, 0], [0, 4]]]
param v > 0
param C[K, D, D] in spd(det = 1)
param E[K, D, D] in spd(det = 1) diagonal
param F[D, D] in spd(det = 9)
param P[D, D] in spd(det = 1)
param G[K, D, D] in spd(det = 1) init [[[2, 1], [1, 1]], [[1, 0], [0, 1]]]
minimize sum{k} (3 * logdet(array{d in D, e in D} v * C[k, d, e]) + sum{d, e} A[k, d, e] * inv(array{d in D, e in D} v * C[k, d, e])[d, e]) +
  sum{k, d, e} A[k, d, e] * inv(E[k])[d, e] + sum{d, e} A[1, d, e] * inv(F)[d, e] + sum{d, e} A[1, d, e] * P[d, e] + sum{k, d, e} Z[k, d, e] * inv(G[k])[d, e]
fit
data r[K] = array{k in K} exp(logdet(array{d in D, e in D} A[k, d, e]) / 2)
print C[1, 1, 1] - 4 / r[1], C[2, 1, 2] - 0.3 / r[2], v - (r[1] + r[2]) / 6
print E[1, 1, 1] - sqrt(2), E[1, 2, 2] - sqrt(1 / 2), E[2, 1, 2]
print F[1, 1] - 3 * 4 / sqrt(7), P[1, 1] - 2 / sqrt(7), P[1, 2] + 1 / sqrt(7)
print G[1, 1, 2] - 1, G[1, 2, 2] - 1, G[2, 1, 1] - 1 / 2
