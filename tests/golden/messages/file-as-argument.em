# a file is read by a declaration, not in an expression
# status: 1
use regression
data x[N, P] = [[1], [2], [3]]
fit m = ridge(x, csv("y.csv"))
