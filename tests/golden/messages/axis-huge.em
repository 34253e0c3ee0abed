# status: 1
# an axis that no memory holds, and one that a loop inside of a row cannot go through
use mixture
data x[N] = [3, 4, 3, 9, 3]
fit m = mixture(x, K = 4e9)
