# rule: R M-PROCRUSTES closed-form
data M[Q, D] = [[3, 1, 0], [0, 2, 1]]
param R[Q, D] in orthogonal
minimize -sum{q, d} M[q, d] * R[q, d]
fit
let W = polar(M)
print max{q, d} abs(R[q, d] - W[q, d])
print sum{d} R[1, d]^2 - 1, sum{d} R[1, d] * R[2, d]
print sum{d} (R[1, d] * M[2, d] - R[2, d] * M[1, d])
