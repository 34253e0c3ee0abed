# Factor analysis
# chapter: factors
let Q = 1
data v[N, D] = csv("data/votes.csv")
data z[N, D] = array{i in N, d in D} (2 * v[i, d] - mean{j} 2 * v[j, d])
data C[D, D] = array{d in D, e in D} (mean{i} z[i, d] * z[i, e])
param W[D, Q] init 1
param s[D] > 0 init 1
minimize logdet(array{d in D, e in D} (sum{q} W[d, q] * W[e, q] + s[d] * (d == e))) + tr(matmul(C, inv(array{d in D, e in D} (sum{q} W[d, q] * W[e, q] + s[d] * (d == e)))))
fit with tol = 1e-14, iters = 5000, accel = squarem
