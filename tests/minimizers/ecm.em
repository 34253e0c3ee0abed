# A prior on the mean that does not share the covariance: mean and covariance need each other, by turns.
# rule: mu M-LS closed-form
# rule: S M-SPD-FULL closed-form
data x[I, D] = [[1, 2], [2, 5], [6, 3], [7, 8]]
param mu[D]
param S[D, D] in spd
minimize sum{i} (logdet(S) + quad(x[i] - mu, inv(S))) / 2 + sum{d} mu[d]^2 / 2
fit with tol = 1e-15, iters = 1000
print S[1, 1] - sum{i} (x[i, 1] - mu[1])^2 / 4, S[1, 2] - sum{i} (x[i, 1] - mu[1]) * (x[i, 2] - mu[2]) / 4
print mu[1] - sum{d} inv(S)[1, d] * sum{i} (x[i, d] - mu[d]), mu[2] - sum{d} inv(S)[2, d] * sum{i} (x[i, d] - mu[d])
