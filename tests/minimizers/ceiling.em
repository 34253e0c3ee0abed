# rule: p M-WATERFILL one-dimensional
# rule: e M-WATERFILL one-dimensional
# rule: v M-WATERFILL one-dimensional
# rule: n M-WATERFILL one-dimensional
# rule: x M-WATERFILL one-dimensional
# rule: u M-WATERFILL one-dimensional
# rule: y M-WATERFILL one-dimensional
# rule: w M-WATERFILL one-dimensional
# rule: l M-WATERFILL closed-form
# Shares below a ceiling: cells between their bounds have one slope, a step along it leaves the others where they are (cut off there).
data c[K] = [10, 1, 0.5, 2, 3]
data h[K] = [3, 1, 0.2, 0.5, -1]
data a[K] = [1, 0, 2, 0.5, 3]
data d[K] = [2, 1, 0, 0.2, 0.7]
param p[K] in simplex(ceiling = 0.3)
param e[K] in simplex(floor = 0.1, ceiling = 0.4)
param v[K] in simplex(floor = 0.05, ceiling = 0.4)
param n[K] in simplex(ceiling = 0.4)
param x[K] in simplex(ceiling = 0.4)
param u[K] in simplex(floor = 0.05, ceiling = 0.3)
param y[K] in simplex(ceiling = 0.25)
param w[K] in simplex(ceiling = 0.3)
param l[K] in simplex(floor = 0.1, ceiling = 0.3)
minimize sum{k} h[k] * l[k] + sum{k} (-c[k] * log(p[k])) + sum{k} (0.3 * e[k] * log(e[k]) + h[k] * e[k]) + sum{k} (c[k] * v[k]^1.5) + sum{k} (c[k] / n[k]) + sum{k} (a[k] / 2 * x[k]^2 - h[k] * x[k]) + sum{k} (h[k] * u[k] - d[k] * log(u[k])) + sum{k} (h[k] * y[k] - c[k] * log(y[k]) + 1 / y[k]) + sum{k} (w[k]^2 + h[k] * w[k] - c[k] * log(w[k]))
fit with tol = 1e-15
print abs(sum{k} p[k] - 1), max{k} abs(p[k] - min(max(p[k] - (-c[k] / p[k]) + (sum{k} (if (p[k] > 0 + 1e-9 and p[k] < 0.3 - 1e-9) then -c[k] / p[k] else 0)) / sum{k} (p[k] > 0 + 1e-9 and p[k] < 0.3 - 1e-9), 0), 0.3))
print abs(sum{k} e[k] - 1), max{k} abs(e[k] - min(max(e[k] - (0.3 * log(e[k]) + 0.3 + h[k]) + (sum{k} (if (e[k] > 0.1 + 1e-9 and e[k] < 0.4 - 1e-9) then 0.3 * log(e[k]) + 0.3 + h[k] else 0)) / sum{k} (e[k] > 0.1 + 1e-9 and e[k] < 0.4 - 1e-9), 0.1), 0.4))
print abs(sum{k} v[k] - 1), max{k} abs(v[k] - min(max(v[k] - (1.5 * c[k] * v[k]^0.5) + (sum{k} (if (v[k] > 0.05 + 1e-9 and v[k] < 0.4 - 1e-9) then 1.5 * c[k] * v[k]^0.5 else 0)) / sum{k} (v[k] > 0.05 + 1e-9 and v[k] < 0.4 - 1e-9), 0.05), 0.4))
print abs(sum{k} n[k] - 1), max{k} abs(n[k] - min(max(n[k] - (-c[k] / n[k]^2) + (sum{k} (if (n[k] > 0 + 1e-9 and n[k] < 0.4 - 1e-9) then -c[k] / n[k]^2 else 0)) / sum{k} (n[k] > 0 + 1e-9 and n[k] < 0.4 - 1e-9), 0), 0.4))
print abs(sum{k} x[k] - 1), max{k} abs(x[k] - min(max(x[k] - (a[k] * x[k] - h[k]) + (sum{k} (if (x[k] > 0 + 1e-9 and x[k] < 0.4 - 1e-9) then a[k] * x[k] - h[k] else 0)) / sum{k} (x[k] > 0 + 1e-9 and x[k] < 0.4 - 1e-9), 0), 0.4))
print abs(sum{k} u[k] - 1), max{k} abs(u[k] - min(max(u[k] - (h[k] - d[k] / u[k]) + (sum{k} (if (u[k] > 0.05 + 1e-9 and u[k] < 0.3 - 1e-9) then h[k] - d[k] / u[k] else 0)) / sum{k} (u[k] > 0.05 + 1e-9 and u[k] < 0.3 - 1e-9), 0.05), 0.3))
print abs(sum{k} y[k] - 1), max{k} abs(y[k] - min(max(y[k] - (h[k] - c[k] / y[k] - 1 / y[k]^2) + (sum{k} (if (y[k] > 0 + 1e-9 and y[k] < 0.25 - 1e-9) then h[k] - c[k] / y[k] - 1 / y[k]^2 else 0)) / sum{k} (y[k] > 0 + 1e-9 and y[k] < 0.25 - 1e-9), 0), 0.25))
print abs(sum{k} w[k] - 1), max{k} abs(w[k] - min(max(w[k] - (2 * w[k] + h[k] - c[k] / w[k]) + (sum{k} (if (w[k] > 0 + 1e-9 and w[k] < 0.3 - 1e-9) then 2 * w[k] + h[k] - c[k] / w[k] else 0)) / sum{k} (w[k] > 0 + 1e-9 and w[k] < 0.3 - 1e-9), 0), 0.3))
print abs(l[1] - 0.1) + abs(l[2] - 0.1) + abs(l[3] - 0.3) + abs(l[4] - 0.2) + abs(l[5] - 0.3)
