# Cox regression: the partial likelihood
# chapter: generalised
data x[N, P] = csv("data/regression.csv", columns = "x1, x2, x3")
data t[N] = csv("data/regression.csv", columns = "time")
data e[N] = csv("data/regression.csv", columns = "event")
param b[P] init 0
minimize sum{i} e[i] * (log(sum{j : t[j] >= t[i]} exp(dot(x[j], b))) - dot(x[i], b))
fit with tol = 1e-12
