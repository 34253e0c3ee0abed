# Conjugate priors only add to the coefficients.
# rule: p M-SIMPLEX-LOG closed-form
# rule: q M-UNIT closed-form
# rule: a M-LOG-LIN closed-form
# rule: v M-LOG-INV closed-form
# rule: S M-SPD-FULL closed-form
# rule: b M-QUAD closed-form
# rule: l M-SOFT closed-form
data c[K] = [1, 2, 5]
data x[I] = [1, 2, 6]
data A[D, D] = [[4, 1], [1, 2]]
let al = 2
param p[K] in simplex
param q in (0, 1)
param a > 0
param v > 0
param S[D, D] in spd
param b
param l
minimize -sum{k} c[k] * log(p[k]) - log(dirichlet(p, array{k in K} al)) - 3 * log(q) - log(1 - q) - log(beta(q, 2, 3)) + sum{i} (a * x[i] - log(a)) - log(gamma(a, 2, 3)) + sum{i} (log(v) + x[i]^2 / v) / 2 + 3 * log(v) + 3 / v + 5 * logdet(S) / 2 + tr(matmul(A, inv(S))) / 2 + (4 + 2 + 1) / 2 * logdet(S) + tr(matmul(A, inv(S))) / 2 + sum{i} (x[i] - b)^2 / 2 + 2 * b^2 + sum{i} (x[i] - l)^2 / 2 + 4 * abs(l)
fit
print max{k} abs(p[k] - (c[k] + 1) / 11)
print q - 4 / 7, a - 4 / 12, v - 23.5 / 4.5
print S[1, 1] - 8 / 12, S[1, 2] - 2 / 12, S[2, 2] - 4 / 12
print b - 9 / 7, l - 5 / 3
