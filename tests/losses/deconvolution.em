# Poisson deconvolution
# chapter: factors
data A[J, M] = csv("data/response.csv")
data n[J] = csv("data/detected.csv")
param x[M] > 0 init 1
minimize sum{j} ((sum{m} A[j, m] * x[m]) - n[j] * log(sum{m} A[j, m] * x[m]))
fit with tol = 1e-13, iters = 50000
