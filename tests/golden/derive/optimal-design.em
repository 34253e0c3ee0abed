# D-optimal design: the determinant is log-log-convex in the weights; the multiplicative algorithm comes out.
data z[N, D] = [[1, 0], [1, 1], [1, 2], [1, 3]]
param w[N] in simplex init 1 / N
minimize -logdet(array{d in D, e in D} sum{i} w[i] * z[i, d] * z[i, e])
derive
check
