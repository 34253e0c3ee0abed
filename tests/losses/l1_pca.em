# L1 principal direction
# chapter: location
data z[N, D] = csv("data/scatter.csv")
param u[D] in sphere
maximize sum{i} |dot(z[i], u)|
fit with restarts = 10, tol = 1e-12
