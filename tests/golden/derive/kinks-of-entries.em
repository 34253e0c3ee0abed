# An absolute value about a number other than 0 beside a square has its least value at the kink or on one side of it; what a bound without coupling
# leaves is solved in the same way.
data a[N, P] = [[1, -2], [2, 1], [-0.5, 3]]
data y[N] = [1, 3, 5]
data c[P] = [1, 2]
param b[P]
minimize sum{p} ((c[p] + 1 - b[p])^2 + |b[p] - 1| + 0.3 * |b[p] - c[p]|)
derive
fit
minimize sum{n} (y[n] - dot(a[n], b))^2 + sum{p} |b[p] - c[p]|
derive
fit
