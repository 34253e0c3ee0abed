# status: 1
# a method that needs coordinates
data a[I] = [0.3, 0.7]
data b[J] = [0.5, 0.3, 0.2]
param P[I, J] in transport(a, b)
minimize sum{i, j} P[i, j]^2
fit with method = newton
