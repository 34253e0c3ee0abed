# status: 1
# One row leaves no variance to begin with; the declaration is the library's, the place of the call is told
use regression
data x[N, P] = [[1, 2]]
data y[N] = [1]
fit m = linear_regression(x, y)
