# Probabilistic principal components
# chapter: factors
let Q = 1
data z[N, D] = csv("data/scatter.csv")
data C[D, D] = array{d in D, e in D} (mean{i} z[i, d] * z[i, e])
param W[D, Q]
param s > 0 init 1
minimize logdet(matmul(W, transpose(W)) + s * eye(D)) + tr(matmul(C, inv(matmul(W, transpose(W)) + s * eye(D))))
fit with tol = 1e-12, iters = 5000
