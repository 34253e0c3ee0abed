# status: 1
# Points that are assigned, not weighted.
data x[N] = [1, 2, 8, 9]
let K = 2
param c[K] init [1, 9]
minimize sum{n} min{k} (x[n] - c[k])^2
fit
print se(c)
