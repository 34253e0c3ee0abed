# status: 1
data x[N] = [3, 1, 2]
print singular_values(x)
