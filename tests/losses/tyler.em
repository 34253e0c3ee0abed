# Tyler's scatter
# chapter: location
data z[N, D] = csv("data/scatter.csv")
param S[D, D] in spd init eye(D)
minimize D / N * (sum{i} log(quad(z[i], inv(S)))) + logdet(S)
fit with tol = 1e-12
