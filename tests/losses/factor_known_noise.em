# Factor analysis with known noise
# chapter: factors
let Q = 2
data v[N, D] = csv("data/votes.csv")
data z[N, D] = array{i in N, d in D} (2 * v[i, d] - mean{j} 2 * v[j, d])
data C[D, D] = array{d in D, e in D} (mean{i} z[i, d] * z[i, e])
data P[D, D] = array{d in D, e in D} ((d == e) * d / 10 + 0.05)
param W[D, Q]
minimize logdet(matmul(W, transpose(W)) + P) + tr(matmul(C, inv(matmul(W, transpose(W)) + P)))
fit with tol = 1e-12
