# Normal law whose scatter has a floor and a ceiling
# chapter: location
data z[N, D] = csv("data/points.csv")
param m[D]
param S[D, D] in spd(floor = 3.6, ceiling = 3.8)
minimize -sum{i} log normal(z[i] | m, S)
fit
