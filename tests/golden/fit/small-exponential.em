# beside 1 an exponential counts however small it is
data x[N] = [-40, -50, -200]
param a init 0
minimize sum{i} log(1 + exp(x[i] - |a|)) + 1e-20 * |a|
fit with iters = 0
print a
