# status: 1
use regression
data x[N, P] = [[1, 2], [1, 3], [8, 8]]
data y[N] = [0, 1, 2]
fit m = logistic_regression(x, y)
