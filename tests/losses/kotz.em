# Scatter from distances instead of their squares
# chapter: location
data z[N, D] = csv("data/scatter.csv")
param m[D] init 0
param S[D, D] in spd init eye(D)
minimize (sum{i} sqrt(quad(z[i] - m, inv(S)))) + N / 2 * logdet(S)
fit with tol = 1e-12
