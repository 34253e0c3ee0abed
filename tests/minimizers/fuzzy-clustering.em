# rule: u M-SIMPLEX-POW closed-form
# rule: m M-QUAD closed-form
let K = 2
data x[N] = [1, 1.2, 0.9, 5, 5.1, 4.8]
param u[N, K] in simplex
param m[K] init [1, 4]
minimize sum{n, k} u[n, k]^2 * (x[n] - m[k])^2
fit with tol = 1e-14, iters = 2000
print max{k} abs(m[k] - sum{n} u[n, k]^2 * x[n] / sum{n} u[n, k]^2)
