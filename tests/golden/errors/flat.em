# status: 1
# Only the sum of a and b counts.
data x[N] = [1, 2, 4]
param a
param b
minimize sum{n} (x[n] - a - b)^2 / 2
fit
print se(b)
