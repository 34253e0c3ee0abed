# status: 1
# Constant data leave no variance to draw a start from; who uses a pattern has no `init` to change
use mixture
data x[N] = [3, 3, 3, 3, 3]
fit m = mixture(x, K = 2)
