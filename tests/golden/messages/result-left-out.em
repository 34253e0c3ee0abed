# status: 1
use regression
data x[N, P] = [[1], [2], [4]]
data y[N] = [1, 2, 3]
fit m = linear_regression(x, y, constant = false)
print m.intercept
