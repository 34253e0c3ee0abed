# Student with three degrees of freedom, location and scale
# chapter: distributions
data x[N] = csv("data/samples.csv", columns = "student")
param m init 0
param v > 0 init 1
minimize -sum{i} log student(x[i] | 3, m, v)
fit with tol = 1e-12
