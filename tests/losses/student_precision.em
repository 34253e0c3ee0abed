# Multivariate Student: location and precision
# chapter: location
data z[N, D] = csv("data/scatter.csv")
param m[D] init 0
param P[D, D] in spd init eye(D)
minimize sum{i} ((4 + D) / 2 * log(1 + quad(z[i] - m, P) / 4) - logdet(P) / 2)
fit with tol = 1e-12
