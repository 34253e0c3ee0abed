# What has no coordinates is not extrapolated, and nobody is told to try it.
data y[R, C] = array{i in 1..12, j in 1..10} (sin(i * i * j))
data o[R, C] = array{i in 1..12, j in 1..10} (sin(5 * i * j) < 0.3)
param X[R, C] in rank(2)
minimize sum{i, j} o[i, j] * (y[i, j] - X[i, j])^2
fit with iters = 400
