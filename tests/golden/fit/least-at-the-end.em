# the least value is 0, at an end that is not in the domain: no fall without bound
param s > 0 init 1
minimize sqrt(s) + logistic(log(s))
fit with method = newton
print s < 1e-100
