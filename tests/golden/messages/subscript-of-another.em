# status: 1
# a condition that mentions another index does not keep a subscript within its axis
data y[T] = [1, 2, 3, 4, 5]
print sum{i in T, j in T : i > j} y[i - 1] * y[j]
