# status: 1
# points on a line: the matrix shrinks across it and grows along it, and the loss falls for ever
data y[N, D] = [[1, 2], [2, 4], [3, 6]]
param T[D, D] in spd(det = 1)
minimize sum{i} quad(y[i], inv(T))
fit
