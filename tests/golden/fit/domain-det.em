# matrices of one determinant: a step on the loss itself in their coordinates, errors, a robust shape (Tyler's), an extrapolation that stays inside
data T[D, D] = [[2, 1, 0], [1, 3, 0.5], [0, 0.5, 1]]
param C[D, D] in spd(det = 3)
minimize sum{d, e} (C[d, e] - T[d, e])^4
fit with tol = 1e-13
print C, exp(logdet(array{d in D, e in D} C[d, e])), se(C)

param E[D, D] in spd(det = 3) diagonal
minimize sum{d} (E[d, d] - T[d, d])^4
fit with tol = 1e-13
print E

data x[N, D] = [[1, 2, 0], [-2, 1, 1], [0, 3, -1], [1, -1, 2], [2, 2, 1], [-1, 0, 3]]
param S[D, D] in spd(det = 1)
minimize 3 / 2 * sum{i} log(quad(x[i], inv(S)))
fit with tol = 1e-13
print S
fit with accel = squarem, tol = 1e-13
print S
