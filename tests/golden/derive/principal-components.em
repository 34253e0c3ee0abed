# Probabilistic principal components from the marginal likelihood: loadings and noise at once.
let Q = 1
data z[N, D] = [[1, 2, 0.5], [-1, -1.5, 0], [0.3, 1, -1], [2, 2.5, 1]]
param W[D, Q] init [[1], [0.5], [0.2]]
param s > 0 init 1
minimize sum{n} (logdet(matmul(W, transpose(W)) + s * eye(D)) + quad(z[n], inv(matmul(W, transpose(W)) + s * eye(D)))) / 2
derive
check
