# Topics with Dirichlet priors
# chapter: factors
let Z = 2
data n[W, Y] = csv("data/counts.csv")
param phi[W | Z]
param theta[Z | Y]
minimize -(sum{w, y} n[w, y] * log sum{z} phi[w | z] * theta[z | y]) - 0.5 * (sum{w, z} log(phi[w | z])) - 0.2 * (sum{z, y} log(theta[z | y]))
fit with restarts = 5, tol = 1e-12, iters = 5000
