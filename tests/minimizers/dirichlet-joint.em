# rule: a M-DIRICHLET one-dimensional
# rule: b M-DIRICHLET one-dimensional
# Dirichlet laws by their sums: one iteration, where the slope is 0; some of its conditions apart, with one sum for each.
let N = 3; let K = 3; let Z = 2
data p[N, K] = [[0.1, 0.2, 0.7], [0.3, 0.3, 0.4], [0.2, 0.25, 0.55]]
data q[Z, N, K] = [[[0.1, 0.2, 0.7], [0.3, 0.3, 0.4], [0.2, 0.25, 0.55]], [[0.01, 0.09, 0.9], [0.5, 0.3, 0.2], [0.3, 0.6, 0.1]]]
param a[K] > 0
param b[Z, K] > 0
minimize -(sum{i in N} log dirichlet(p[i] | a)) - sum{z, i in N} log dirichlet(q[z, i] | b[z])
fit with tol = 1e-15
print max{k} abs(digamma(a[k]) - digamma(sum{l in K} a[l]) - sum{i in N} log(p[i, k]) / N)
print max{z, k} abs(digamma(b[z, k]) - digamma(sum{l in K} b[z, l]) - sum{i in N} log(q[z, i, k]) / N), max{k} abs(a[k] / b[1, k] - 1)
