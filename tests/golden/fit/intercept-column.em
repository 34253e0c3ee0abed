# A column of ones is an intercept, however many rows there are: nothing is far from anything.
data x[N, P] = [[1, 0.3], [1, 1.2], [1, -0.4], [1, 2.1], [1, 0.8], [1, -1.1], [1, 0.05]]
data y[N] = [1.1, 2.3, 0.2, 3.0, 1.8, -0.7, 0.9]
param b[P] init 0
minimize sum{i} (y[i] - dot(x[i], b))^2
fit
print b
