# status: 1
data x[N] = [1, 2, 4]
print array{i in 2..3} x[i]
