# status: 1
# No fit has found p yet.
data x[N] = [1, 2, 3]
param p
minimize sum{n} (x[n] - p)^2 / 2
print se(p)
