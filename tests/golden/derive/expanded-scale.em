# The logarithm of a scale goes into the logarithm beside it before the tangent is taken: squares are divided by the sum of the weights.
data y[N] = [1, 2, 9, 2.2, 1.7, 2.5, 1]
param m
param v > 0
minimize -sum{n} log student(y[n] | 3, m, v)
derive
fit
minimize -sum{n} log cauchy(y[n] | m, v)
derive
fit
