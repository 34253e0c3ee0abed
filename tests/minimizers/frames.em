# rule: W M-EIG closed-form
data a[D, D] = [[2, 0.5, 0, 1], [0.5, 1, 0.3, 0], [0, 0.3, 4, -1], [1, 0, -1, -3]]
let Q = 2
param W[Q, D] in orthogonal
minimize -sum{q, d, e} W[q, d] * a[d, e] * W[q, e]
fit
let v = eigenvalues(a)
print sum{q, d, e} W[q, d] * a[d, e] * W[q, e] - v[3] - v[4]
print sum{d} W[1, d]^2 - 1, sum{d} W[2, d]^2 - 1, sum{d} W[1, d] * W[2, d]
print max{d, q} abs(sum{e} a[d, e] * W[q, e] - v[5 - q] * W[q, d])
