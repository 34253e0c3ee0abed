# status: 1
use kmeans
data x[N, D] = [[1, 2], [1, 3], [8, 8]]
fit m = kmeans(x, K = 1)
print m.centres
