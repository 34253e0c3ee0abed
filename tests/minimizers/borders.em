# Coefficients that are 0 where a row divides by them: an end, the other cells, what is left.
# rule: p M-WATERFILL one-dimensional
# rule: v M-LS-EQ closed-form
# rule: q M-SIMPLEX-TIED one-dimensional
# rule: s M-POWER-LOG closed-form
# rule: m M-QUAD closed-form
# rule: x M-QUAD-LIN-LOG closed-form
data a[K] = [0.8, 0]
data b[K] = [-4, 0]
param p[K] in simplex
loss water = sum{k} (a[k] / 2 * p[k]^2 + b[k] * p[k]) - 0.1 * sum{k} log(p[k])
fit water with tol = 1e-14
print 0.8 * p[1] - 4 - 0.1 / p[1] + 0.1 / p[2]

data y[N] = [1, 2, 3]
data g[N] = [1, 2, 2]
let L = 3
param v[L] in zerosum init [1, 1, -2]
loss effects = sum{i} (y[i] - v[g[i]])^2
fit effects
print v[1] - 1, v[2] - 2.5, v[3] + 3.5

data c[J] = [1, 0, 1]
data e[J] = [0, -10, 0]
param q[J] in simplex init [0.4, 0.4, 0.2]
fix q[3] = 0.2
loss tied = sum{j} (e[j] * q[j]) - sum{j} c[j] * log(q[j])
fit tied
print q[1] - 0.1, q[2] - 0.7

data r[N] = [0, 0, 0]
param s >= 0.01 init 1
loss exact = sum{i} (log(s) + r[i]^2 / (2 * s^2))
fit exact
print s - 0.01

data h[K] = [0, 1]
param m[K] in [-3, 7]
loss line = sum{k} (h[k] * m[k]^2 - m[k])
fit line
print m[1] - 7, m[2] - 0.5

data l2 = 0
param x > 0 init 1
loss rate = l2 / 2 * x^2 + 3 * x - 2 * log(x)
fit rate
print x - 2/3
