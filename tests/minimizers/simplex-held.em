# rule: p M-SIMPLEX-TIED closed-form
# rule: q M-SIMPLEX-TIED closed-form
# rule: r M-SIMPLEX-TIED one-dimensional
# rule: s M-SIMPLEX-TIED one-dimensional
# rule: v M-PROJ-BALL one-dimensional
# rule: w M-PROJ-BALL one-dimensional
# Cells that are fixed: the others share what is left. Coupled quadratics on balls, with their minimum outside and inside
data c[K] = [3, 1, 4, 2]
data a[K] = [5, 1, 0.2, 9]
data A[D, D] = [[2, 1], [1, 3]]
param p[K] in simplex
param q[K] in simplex
param r[K] in simplex
param s[K] in simplex
param v[D] in ball(1)
param w[D] in ball(9)
fix p[2] = 0.4
fix q[1] = 0.3
fix r[1] = 0.5
fix s[3] = 0.2
minimize -sum{k} c[k] * log(p[k]) + sum{k} (q[k] * log(q[k]) + c[k] * q[k]) + sum{k} a[k] * (r[k] - 0.3)^2 + sum{k} (a[k] * s[k] - c[k] * log(s[k])) + sum{d, e} A[d, e] * v[d] * v[e] / 2 - 4 * v[1] - 5 * v[2] + sum{d, e} A[d, e] * w[d] * w[e] / 2 - 4 * w[1] - 5 * w[2]
fit
let e = a[1] - c[1] / s[1]
let t = (4 - 2 * v[1] - v[2]) / v[1]
print p[2] - 0.4, p[1] - 0.6 * 3 / 9, p[3] - 0.6 * 4 / 9, p[4] - 0.6 * 2 / 9
print sum(q) - 1, log(q[2]) + c[2] - log(q[3]) - c[3], log(q[2]) + c[2] - log(q[4]) - c[4], q[1] - 0.3
print sum(r) - 1, r[1] - 0.5, r[3]
print sum(s) - 1, a[2] - c[2] / s[2] - e, a[4] - c[4] / s[4] - e, s[3] - 0.2
print v[1]^2 + v[2]^2 - 1, (5 - v[1] - 3 * v[2]) / v[2] - t, w[1] - 1.4, w[2] - 1.2
