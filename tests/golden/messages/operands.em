# status: 1
data x[N, D] = [[1, 2], [2, 1], [4, 4]]
data c[K, D] = [[0, 0], [1, 1]]
print x - c
