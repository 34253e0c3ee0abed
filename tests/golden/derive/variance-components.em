# Variance components: the tangent of the log-determinant, and the parts of the data that each component explains now.
data y[N] = [1.2, 0.3, -0.5, 2.1]
data V[Q, N, N] = [[[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1], [0, 0, 1, 1]], [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]]
param s[Q] > 0 init 1
minimize logdet(sum{q} s[q] * V[q]) + quad(y, inv(sum{q} s[q] * V[q]))
derive
check
