# A mixture of two normal distributions on the eruptions of Old Faithful: the compiler finds the EM algorithm.
data x[N, D] = csv("faithful.csv")
let K = 2

param w[K] in simplex init 1 / K
param mu[K, D] init sample(x)
param S[K, D, D] in spd init eye(D)
minimize -sum{i} log sum{k} w[k] * normal(x[i] | mu[k], S[k])

derive
fit with restarts = 5, seed = 1
print w, mu, S
print posterior(k)[1]            # how much the first eruption belongs to each component
