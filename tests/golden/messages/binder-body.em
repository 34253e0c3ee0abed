# status: 1
data x[N] = [1, 2, 3]
print sum{i} x[i] - i
