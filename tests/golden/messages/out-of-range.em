# status: 1
data x[T] = [1, 2, 3]
print sum{t} (x[t] - x[t-1])^2
