# The greatest loss of several groups: convex as it stands, or the greatest of the bounds of each.
data x[N, P] = [[1, 2], [2, 1], [3, 1], [4, 0], [5, 2], [6, 1]]
data y[N] = [1, 3, 5, 0, 2, 2]
data r[N, G] = [[1, 0], [1, 0], [1, 0], [0, 1], [0, 1], [0, 1]]
param b[P]
minimize max{g} (sum{n} r[n, g] * (y[n] - dot(x[n], b))^2)
derive
fit
minimize max{g} (sum{n} r[n, g] * log(1 + (y[n] - dot(x[n], b))^2))
derive
fit
