# A normal prior that shares the covariance: mean, then covariance, exact in one step.
# rule: mu M-QUAD closed-form
# rule: S M-SPD-FULL closed-form
data x[I, D] = [[1, 2], [2, 5], [6, 3], [7, 8]]
param mu[D]
param S[D, D] in spd
let k0 = 2
minimize sum{i} (logdet(S) + quad(x[i] - mu, inv(S))) / 2 + k0 / 2 * quad(mu, inv(S)) + 7 / 2 * logdet(S) + tr(inv(S)) / 2
fit
print mu[1] - 16 / 6, mu[2] - 18 / 6
print S[1, 1] - (1 + sum{i} (x[i, 1] - mu[1])^2 + 2 * mu[1]^2) / 11
print S[1, 2] - (sum{i} (x[i, 1] - mu[1]) * (x[i, 2] - mu[2]) + 2 * mu[1] * mu[2]) / 11
