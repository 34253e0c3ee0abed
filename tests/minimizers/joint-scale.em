# rule: s M-LOG-LIN closed-form
# rule: p M-SIMPLEX-LOG closed-form
# A scale and shares: the first iteration ends at the minimum.
data n[K] = [1, 2, 3]
param s > 0 init 17
param p[K] in simplex
minimize -(sum{k} log poisson(n[k] | s * p[k]))
fit with iters = 1
print s - 6, max{k} abs(p[k] - n[k] / 6)
