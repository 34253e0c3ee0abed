# Inverse Gaussian, both parameters
# chapter: distributions
data x[N] = csv("data/samples.csv", columns = "inverse_gaussian")
param m > 0 init 1
param l > 0 init 1
minimize sum{i} (l * (x[i] - m)^2 / (2 * m^2 * x[i]) - 1/2 * log(l))
fit with tol = 1e-12
