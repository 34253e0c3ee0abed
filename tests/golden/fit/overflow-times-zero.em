# An exponential that overflows, times 0, is 0 in a fit as it is in print: in products, sums of products and rows picked by labels.
data x[N, D] = [[1000, 1], [0.5, 0.2], [-1, 1000]]
data w[N, D] = [[0, 1], [1, -1], [2, 0]]
data g[N] = [2, 1, 2]
let at0 = sum{n, d} w[n, d] * exp(x[n, d])
let at1 = sum{n, d} w[n, d] * sinh(x[n, d])
param a init 1
param b[2] init 1
minimize (a - 1)^2 + sum{n, d} w[n, d]^2 * exp(a * x[n, d]) + sum{n, d} w[n, d]^2 * cosh(x[n, d] * a) +
  sum{n} (b[g[n]] - sum{d} w[n, d] * exp(x[n, d]))^2
fit
print at0, at1, a, b
