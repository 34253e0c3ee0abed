# status: 1
use regression
data x[N, P] = [[1, 2], [1, 3], [8, 8]]
data y[M] = [1, 2]
fit m = ridge(x, y)
