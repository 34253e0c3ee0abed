# Data that lie far from 0 beside their spread have used up their own digits: told of a mixture, too, but not of whole numbers.
use mixture
data x[N] = array{i in 1..60} (floor(1000 * sin(13 * i * i)) / 1024 + 4 * (i > 30) + 1e11)
data n[N] = array{i in 1..60} (floor(8 * sin(13 * i * i)) + 40 * (i > 30) + 1e11)
fit m = mixture(x, K = 2) with seed = 3
fit whole = mixture(n, K = 2) with seed = 3
