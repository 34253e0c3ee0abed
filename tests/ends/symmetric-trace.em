# tr(M M) of a symmetric M is its sum of squares: distances learned from pairs, with hinges
data u[S, D] = [[1, 0.2], [0.3, -1], [2, 1], [0.5, 0.5]]
data v[S, D] = [[1.2, -0.7], [0.1, 0.4], [-1, 0.3], [1, 1.5]]
param M[D, D] in psd init eye(D)
loss trace = 0.1 * sum{s} quad(u[s], M) + sum{s} max(0, 1 + quad(u[s], M) - quad(v[s], M)) + 0.05 * tr(matmul(M, M))
loss squares = 0.1 * sum{s} quad(u[s], M) + sum{s} max(0, 1 + quad(u[s], M) - quad(v[s], M)) + 0.05 * sum{d, e in D} M[e, d]^2
fit trace with require = majorizer
fit squares with require = majorizer
