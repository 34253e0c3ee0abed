# status: 1
# A slip for dot(x[i], b): the number would fill the entries of the product, and the norm of a vector would be fitted.
data x[N, D] = [[1, 2], [3, 4], [5, 6.5]]
data y[N] = [1, 2, 3]
param a
param b[D]
param c[N]
print |x[1] - 1|, |y - 3 - x[:, 1] * y|_1, |x[1] * x[2]|, |2 * ones(D) - x[1] * x[2]|
minimize sum{i} |y[i] - a - x[i] * b|
