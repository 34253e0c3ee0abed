# bounds inside a set: cells with a floor, by a row and by a joint step in coordinates; variances with a floor; rising numbers with ends
data n[K] = [10, 3, 0.01, 0, 20]
param p[K] in simplex(floor = 0.05)
minimize -sum{k} n[k] * log(p[k])
fit
print p

param q[K] in simplex(floor = 0.05)
minimize sum{k} (n[k] * q[k]^3 + exp(q[k])) + (sum{k} k * q[k])^4
fit with method = newton
print q

# one step less for each cell: counts below 1 go to the floor
param r[K] in simplex(floor = 0.05)
minimize -sum{k} (n[k] - 1) * log(r[k])
fit
print r

data x[N, D] = [[1, 2], [1.1, 2], [0.9, 2]]
param S[D, D] in spd(floor = 0.01, ceiling = 0.1) diagonal
param m[D]
minimize -sum{i} log normal(x[i] | m, S)
fit
print S

# a matrix with a floor moves in coordinates above it
param T[2, 2] in spd(floor = 0.5)
minimize logdet(T) + tr(T)^2 + sum{i in 1..2, j in 1..2} T[i, j]^4
fit
print T
