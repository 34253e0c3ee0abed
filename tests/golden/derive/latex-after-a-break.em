# A line that is broken goes on with a sign, and what follows holds no other place to break.
data y[T, D] = [[1, 0.2, 0.5], [0.3, 1, -0.4], [0.8, -0.6, 0.1], [0.2, 0.9, -1.1]]
param A[D, D]
param P[D, D] in spd
minimize sum{t in 2..T} (quad(array{d in D} (y[t, d] - sum{e in D} A[d, e] * y[t - 1, e]), P) - logdet(P)) / 2 + 3 * |A|_1
derive as latex
