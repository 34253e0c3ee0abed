# Von Mises, both parameters
# chapter: distributions
data x[N] = csv("data/samples.csv", columns = "angle")
param m init 0.5
param kappa > 0 init 1
minimize -sum{i} log vonmises(x[i] | m, kappa)
fit with tol = 1e-12
