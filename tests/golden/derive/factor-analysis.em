# Factor analysis from the marginal likelihood: the scores appear by themselves.
let Q = 1
data z[N, D] = [[1, 2, 0.5], [-1, -1.5, 0], [0.3, 1, -1], [2, 2.5, 1]]
param W[D, Q] init [[1], [0.5], [0.2]]
param s[D] > 0 init 1
minimize sum{n} (logdet(array{d in D, e in D} (dot(W[d], W[e]) + s[d] * (d == e))) + quad(z[n], inv(array{d in D, e in D} (dot(W[d], W[e]) + s[d] * (d == e))))) / 2
derive
check
