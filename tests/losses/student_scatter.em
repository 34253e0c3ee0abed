# Multivariate Student: location and scatter
# chapter: location
data z[N, D] = csv("data/scatter.csv")
param m[D] init 0
param S[D, D] in spd init eye(D)
minimize sum{i} ((4 + D) / 2 * log(1 + quad(z[i] - m, inv(S)) / 4) + logdet(S) / 2)
fit with tol = 1e-12
