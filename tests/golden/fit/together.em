# an intercept and a slope are one quadratic form: one step
data x[N] = [1, 2, 3, 4, 5, 6, 7]
data y[N] = [2, 4, 5, 9, 9, 14, 12]
param a
param b
minimize sum{i} (y[i] - a - b * x[i])^2
fit
print a, b
