# Sparse precision
# chapter: location
data z[N, D] = csv("data/scatter.csv")
data C[D, D] = array{d in D, e in D} (sum{i} z[i, d] * z[i, e] / 100)
param P[D, D] in spd init eye(D)
minimize sum{d, e} C[d, e] * P[d, e] - logdet(P) + 0.05 * sum{d, e : d < e} |P[d, e]|
fit with tol = 1e-12
