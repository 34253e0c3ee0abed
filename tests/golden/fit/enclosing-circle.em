# The smallest circle around points: that of the triangle (0, 0), (4, 0), (1, 3) has radius sqrt(5) and centre (2, 1).
data x[N, D] = [[0, 0], [4, 0], [1, 3], [2, 1], [2.5, 2]]
param c[D]
minimize max{n} |x[n] - c|
fit
print c
