# rule: p M-SIMPLEX-LOG-LIN one-dimensional
# rule: q M-SIMPLEX-LOG-LIN one-dimensional
# rule: r M-WATERFILL one-dimensional
# rule: s M-WATERFILL one-dimensional
# rule: u M-WATERFILL one-dimensional
# rule: v M-WATERFILL one-dimensional
# Multipliers of a sum: slopes are the same in all cells that are not empty, and no smaller in those that are
data c[K] = [3, 1, 0, 2]
data d[K] = [0.3, 0.1, 0, 0.2]
data a[K] = [5, 1, 0.2, 9]
data n[N, K] = [[1, 2, 3, 4], [4, 0, 1, 0]]
param p[K] in simplex
param q[K] in simplex
param r[K] in simplex
param s[K] in simplex
param u[K] in simplex
param v[K | N]
minimize sum{k} (a[k] * p[k] - c[k] * log(p[k])) + sum{k} (a[k] * q[k] - d[k] * log(q[k])) + sum{k} ((1 + c[k]) / r[k] + a[k] * r[k]) + sum{k} (a[k] * s[k]^2 - log(s[k])) + sum{k} (a[k] * u[k] * log(u[k]) + c[k] * u[k]) + sum{i, k} (1 / v[k | i] - (1 + n[i, k]) * log(v[k | i]))
fit
let e = a[1] - c[1] / p[1]
let f = -(1 + c[1]) / r[1]^2 + a[1]
let g = 2 * a[1] * s[1] - 1 / s[1]
let h = a[1] * log(u[1]) + a[1] + c[1]
print sum(p) - 1, a[2] - c[2] / p[2] - e, a[4] - c[4] / p[4] - e, p[3]
print sum(q) - 1, q[1] - 0.3 / 4.8, q[2] - 0.125, q[4] - 0.2 / 8.8
print sum(r) - 1, -(1 + c[2]) / r[2]^2 + a[2] - f, -1 / r[3]^2 + a[3] - f
print sum(s) - 1, 2 * a[2] * s[2] - 1 / s[2] - g, 2 * a[4] * s[4] - 1 / s[4] - g
print sum(u) - 1, a[2] * log(u[2]) + a[2] + c[2] - h, a[4] * log(u[4]) + a[4] + c[4] - h
print sum{k} v[k | 1] - 1, -1 / v[1 | 2]^2 - 5 / v[1 | 2] + 1 / v[4 | 2]^2 + 1 / v[4 | 2]
