# Subscripts that add two indices: each keeps its range, so that their sum stays in the axis.
data y[R] = [1, 2, 3, 4, 5]
param f[R]
minimize sum{i in 2..4} (y[i] - sum{a in 1..3} f[i + a - 2])^2 + 0.1 * sum{i} f[i]^2
fit
print f
print sum{i in 2..4} sum{a in 1..3} y[i + a - 2] * i
