# Student, location, scale and degrees of freedom
# chapter: distributions
data x[N] = csv("data/samples.csv", columns = "student")
param m init 0
param v > 0 init 1
param df > 0 init 4
minimize -sum{i} log student(x[i] | df, m, v)
fit with tol = 1e-13, iters = 5000
