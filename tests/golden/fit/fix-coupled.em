# entries that the user fixed leave the normal equations
data x[N, P] = [[1, 1], [1, 2], [1, 3], [1, 5]]
data y[N] = [2, 4, 5, 9]
param b[P] init 0
fix b[1] = 1
minimize sum{i} (y[i] - dot(x[i], b))^2
fit
print b
