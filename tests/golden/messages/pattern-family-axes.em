# status: 1
use mixture
data x[N, D] = [[1, 2], [3, 4], [8, 8]]
fit m = mixture(x, K = 2, family = gamma)
