# Squares are constant where there are as many rows as columns, and on a sphere: what is left is linear.
# rule: R M-PROCRUSTES closed-form
# rule: m M-SPHERE closed-form
data x[I, Q] = [[1, 0], [0, 1], [2, 1], [1, 3]]
data y[I, D] = [[0.1, 1], [-1.1, 0], [-0.8, 2.1], [-3, 1.2]]
param R[Q, D] in orthogonal
param m[D] in sphere
minimize sum{i, d} (y[i, d] - sum{q} x[i, q] * R[q, d])^2 + sum{i, d} (y[i, d] - m[d])^2
fit
let M = matmul(transpose(x), y)
let W = polar(M)
let h = array{d in D} sum{i} y[i, d]
print max{q, d} abs(R[q, d] - W[q, d])
print max{d} abs(m[d] - h[d] / sqrt(sum{e in D} h[e]^2))
