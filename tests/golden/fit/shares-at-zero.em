# Entries that a bound by shares divides by come to 0, start there or are held there, and leave it where the loss falls: no 0/0.
data V[I, J] = [[1, 2, 3], [2, 0, 1], [5, 1, 0], [0, 1, 2]]
data W0[I, Q] = [[0, 1], [1, 1], [1, 0.3], [0.5, 0]]
param W[I, Q] >= 0 init W0
param H[Q, J] >= 0
minimize sum{i, j} (V[i, j] - sum{q} W[i, q] * H[q, j])^2 + 0.5 * (sum{i, q} W[i, q] + sum{q, j} H[q, j])
fit
fix W[1, 1] = 0
fix W[4, 2] = 0
minimize sum{i, j} (V[i, j] - sum{q} W[i, q] * H[q, j])^2
fit
# by shares within another function: the gamma function's logarithm, bounded by a parabola that is cut off at 0
data a[N, P] = [[0.1, 0, 1.9], [0.6, 0, 0], [1.2, 0.9, 0], [0.1, 0, 0.4]]
param x[P] >= 0
minimize sum{i} lgamma(1.5 + dot(a[i], x)) - 0.2 * x[1] - 0.6 * x[2] + 0.9 * x[3]
fit
check
