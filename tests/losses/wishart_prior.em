# Covariance with an inverse Wishart prior
# chapter: location
data z[N, D] = csv("data/scatter.csv")
param m[D] init 0
param S[D, D] in spd init eye(D)
minimize -(sum{i} log normal(z[i] | m, S)) + 4 * logdet(S) + tr(inv(S))
fit with tol = 1e-12
