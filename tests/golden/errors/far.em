# status: 1
# The fit is stopped far from the optimum.
data x[N] = [1, 2.5, 3, 4.2, 5.1, 0.3, 2.2, 7.1]
param b init 5
minimize sum{n} log(1 + (x[n] - b)^2)
fit with iters = 1
print se(b)
