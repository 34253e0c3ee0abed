# The log-determinant of a Gram matrix: quadratic in the factor, and its normal equations are seen to be positive.
data A[D, E] = [[1, 0.2], [0.3, 2]]
param W[D, E] init [[1, 0.1], [0.2, 1]]
minimize logdet(matmul(W, transpose(W)) + 0.1 * eye(D)) + sum{d, e} (W[d, e] - A[d, e])^2
derive
check
