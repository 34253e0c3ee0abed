# A gradient split as a surrogate that touches to first order, and a mirror step that holds nearby
data a[K] = [1, -2, 1]
param p[K] in simplex
param s > 0
minimize sum{k} (a[k] * p[k]^3 + exp(s * p[k])) + 1 / s
derive using multiplicative_step, mirror_step
