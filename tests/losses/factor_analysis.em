# Factor analysis
# chapter: factors
let Q = 1
data z[N, D] = csv("data/scatter.csv")
data C[D, D] = array{d in D, e in D} (mean{i} z[i, d] * z[i, e])
param W[D, Q] init 1
param s[D] > 0 init 1
minimize logdet(array{d in D, e in D} (sum{q} W[d, q] * W[e, q] + s[d] * (d == e))) + tr(matmul(C, inv(array{d in D, e in D} (sum{q} W[d, q] * W[e, q] + s[d] * (d == e)))))
fit with tol = 1e-12, iters = 5000
