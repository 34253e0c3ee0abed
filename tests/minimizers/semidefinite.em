# rule: P M-SPD-QUAD closed-form
# rule: S M-PROJ-PSD closed-form
# rule: T M-PROJ-PSD closed-form
data h[D, D] = [[2, 0.5, 0.1], [0.5, 1, 2.5], [0.1, 2.5, -4]]
param P[D, D] in spd
param S[D, D] in psd
param T[D, D] in spd(floor = 0.1, ceiling = 1.5)
minimize -2 * logdet(P) + 3 / 2 * sum{d, e} (h[d, e] - P[d, e])^2 + sum{d, e} (h[d, e] - S[d, e])^2 + sum{d, e} (h[d, e] - T[d, e])^2
fit
data u[D, D] = inv(P)
print max{d, e} abs(3 * (P[d, e] - h[d, e]) - 2 * u[d, e])
data r[D, D] = array{d in D, e in D} (S[d, e] - h[d, e])
print sum{d, e} r[d, e] * S[d, e], min(eigenvalues(r)[1], 0), min(eigenvalues(S)[1], 0)
print sum{d in D} (eigenvalues(T)[d] - min(max(eigenvalues(h)[d], 0.1), 1.5)), eigenvalues(T)[1] - 0.1
