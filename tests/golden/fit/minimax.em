# The line with the least greatest residual: a loss with kinks, where Newton's method stops early. By Chebyshev's theorem the
# greatest residual, 1/2, is taken at three points with alternating signs.
data t[N] = [0, 1, 2, 3]
data y[N] = [0, 1, 0, 1]
param a
param b
minimize max{n} abs(y[n] - a - b * t[n])
derive
fit
