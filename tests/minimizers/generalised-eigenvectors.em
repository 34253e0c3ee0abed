# Generalised eigenvectors, W B W' = 1: in the coordinates where B is the unit matrix they are eigenvectors, W = V T with T B T' = 1.
# rule: V M-EIG closed-form
let Q = 2
data a[D, D] = [[2, 0.5, 0], [0.5, 1, 0.3], [0, 0.3, 4]]
data b[D, D] = [[3, 1, 0], [1, 2, 0.5], [0, 0.5, 1]]
data T[D, D] = array{e in D, d in D} (eigenvectors(b)[d, e] / sqrt(eigenvalues(b)[e]))
param V[Q, D] in orthogonal
minimize sum{q, d, f in D} (sum{e in D} V[q, e] * T[e, d]) * a[d, f] * (sum{e in D} V[q, e] * T[e, f])
fit
let W = matmul(V, T)
let l = array{q in Q} quad(W[q], a)
print quad(W[1], b) - 1, quad(W[2], b) - 1, dot(W[1], matmul(b, W[2]))
print max{q in Q, d in D} abs(sum{f in D} (a[d, f] - l[q] * b[d, f]) * W[q, f])
derive
