# status: 1
use mixture
data x[N] = [1, 2, 8]
fit m = mixture(x, K = 2, family = x)
