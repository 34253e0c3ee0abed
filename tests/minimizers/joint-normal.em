# Mean, then covariance with the new mean: the exact joint minimiser in one step. The tied one adds up the scatters.
# rule: mu M-QUAD closed-form
# rule: S M-SPD-FULL closed-form
# rule: m M-QUAD closed-form
# rule: T M-SPD-FULL closed-form
data x[I, D] = [[1, 2], [2, 5], [6, 3], [7, 8]]
data g[I] = [1, 1, 2, 2]
let K = 2
param mu[D]
param S[D, D] in spd
param m[K, D]
param T[D, D] in spd
minimize sum{i} (logdet(S) + quad(x[i] - mu, inv(S))) / 2 + sum{i} (logdet(T) + quad(x[i] - m[g[i]], inv(T))) / 2
fit
print mu[1] - 4, mu[2] - 4.5, S[1, 1] - 26 / 4, S[1, 2] - 14 / 4, S[2, 2] - 21 / 4
print m[1, 1] - 1.5, m[2, 2] - 5.5, T[1, 1] - 1 / 4, T[1, 2] - 4 / 4, T[2, 2] - 17 / 4
