# status: 1
# the start has another size than the axis, which the message tells
data x[N] = [1, 2]
param b[N, M] init [[1, 2, 3], [2, 3, 4], [1, 1, 1]]
