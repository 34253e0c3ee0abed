# status: 1
# One vector whose quadratic form is singular, and a slope along the direction in which it is flat: there is no least value.
data x[N, D] = [[1, 2, 3], [2, 0, 2], [0, 5, 5], [1, 1, 2]]
param b[D]
minimize sum{i} dot(x[i], b)^2 - b[1]
fit
