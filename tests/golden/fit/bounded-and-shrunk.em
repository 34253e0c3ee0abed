# coupled quadratics with kinks and bounds, some entries fixed; rising numbers of several kinds
data x[N, P] = [[1, 2, 3], [2, 1, 0.5], [0.3, 4, 1], [1, 1, 1], [5, 2, 2.5], [2, 2, 1]]
data y[N] = [1, 2, -1, 0.5, 3, 1]
param f[P]
fix f[1] = 0.5
minimize sum{i} (y[i] - dot(x[i], f))^2 / 2 + 0.7 * sum{p} abs(f[p])
fit using quadratic_shrunk
print f
param c[P] in [-0.1, 0.4]
minimize sum{i} (y[i] - dot(x[i], c))^2 / 2
derive
fit
print c
param g[P] >= 0
fix g[2] = 0.5
minimize sum{i} (y[i] - dot(x[i], g))^2 / 2
fit
print g
data n[T] = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 0, 12]
param v[T] ordered > 0
minimize sum{t} (log(v[t]) + (n[t] + 0.1) / v[t]) / 2
derive
fit
print v
# an entry without data goes with its neighbours, and the ends cut off
data w[T] = [1, 0, 1, 1, 0, 0, 2, 1, 1, 1, 1, 0]
param r[T] ordered in [2, 5]
minimize sum{t} w[t] * (n[t] - r[t])^2
fit
print r
param k[2, T] ordered
minimize sum{t, j in 1..2} (n[t] * j - k[j, t])^2
fit
