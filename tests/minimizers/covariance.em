# rule: S M-SPD-FULL closed-form
# rule: P M-SPD-PREC closed-form
# rule: T M-SPD-DIAG closed-form
# rule: U M-SPD-DIAG closed-form
data A[D, D] = [[4, 1], [1, 2]]
param S[D, D] in spd
param P[D, D] in spd
param T[D, D] in spd diagonal
param U[D, D] in spd spherical
minimize 2 * logdet(S) + tr(matmul(A, inv(S))) - 2 * logdet(P) + tr(matmul(A, P)) + 2 * logdet(T) + tr(matmul(A, inv(T))) + 2 * logdet(U) + tr(matmul(A, inv(U)))
fit
print S[1, 1] - 2, S[1, 2] - 0.5, S[2, 2] - 1
print P[1, 1] - 4 / 7, P[1, 2] + 2 / 7, P[2, 2] - 8 / 7
print T[1, 1] - 2, T[1, 2], T[2, 2] - 1
print U[1, 1] - 1.5, U[1, 2], U[2, 2] - 1.5
