# status: 1
# The error itself names the terms without a bound, the nearest rule of each and what that would need.
data y[N] = [1, 2, 0.5]
data x[N, P] = [[1, 0], [1, 1], [1, 2]]
param b[P]
minimize sum{i} (y[i] - dot(x[i], b)^2)^2 - 3 * b[1]^3 * b[2]^3 + atan(b[1])^2
fit with require = majorizer
