# Variance for each unit of return, shares on a simplex
# chapter: programs
data z[N, D] = csv("data/scatter.csv")
data m[D] = [1, 2, 3.5]
param w[D] in simplex
minimize (mean{i} dot(z[i], w)^2) / dot(m, w)
fit with tol = 1e-13
