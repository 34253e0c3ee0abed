# pLSA
# chapter: factors
let Z = 2
data n[W, Y] = csv("data/counts.csv")
param phi[W | Z]
param theta[Z | Y]
minimize -sum{w, y} n[w, y] * log sum{z} phi[w | z] * theta[z | y]
fit with restarts = 5, tol = 1e-12, iters = 5000
