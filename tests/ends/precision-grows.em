# A scatter that is singular has no least precision; one that is nearly so has, and so have data in small units.
data x[N, D] = [[1, 2, 3], [2, 0, 2], [0, 5, 5], [1, 1, 2], [-3, 1, -2]]
data e[N, D] = array{i in N, d in D} sin(3 * i * d + 5 * d * d)
param P[D, D] in spd
minimize -N / 2 * logdet(P) + sum{i} quad(array{d in D} (x[i, d] + 1e-5 * e[i, d]), P) / 2
fit
param R[D, D] in spd
minimize -N / 2 * logdet(R) + sum{i} quad(array{d in D} (1e-8 * e[i, d]), R) / 2
fit
data w[M, D] = array{i in 1..12, d in 1..3} (sin(11 * i) * (d != 2) + cos(i * i) * (d != 1))
param S[D, D] in spd
minimize -M / 2 * logdet(S) + sum{i} quad(w[i], S) / 2
fit
