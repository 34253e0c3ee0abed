# status: 1
use kmeans
data x[N] = [1, 2, 8]
fit m = kmeans(x, K = 2)
