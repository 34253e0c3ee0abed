# status: 1
data x[N, D] = [[1, 2], [2, 1]]
data m[K] = [1, 2, 3]
print normal(x[1] | m, 1)
