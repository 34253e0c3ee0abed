# status: 1
data x[N, D] = [[1, 2], [2, 1], [3, 6]]
param S[D, D] in spd(det = 1) init 2 * eye(D)
minimize sum{i} quad(x[i], inv(S))
fit
