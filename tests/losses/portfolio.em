# Minimal variance on a simplex
# chapter: programs
data z[N, D] = csv("data/scatter.csv")
param w[D] in simplex
minimize sum{i} (dot(z[i], w) - mean{j} dot(z[j], w))^2
fit with tol = 1e-13, iters = 5000
