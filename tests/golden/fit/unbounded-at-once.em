# status: 1
# q is at the end of its domain, as far as numbers go, after the first step, and the others come to rest later
data w[N] = [0.5, 1.2, 0.8]
param t >= 0 init 0.7
param s > 0 init 1
param q in (0, 1) init 0.4
minimize sum{i} (w[i] * sqrt(1 + t^2) + w[i] * s^2 / (t + w[i])) + 2 * log(q + q) + 3 * s + 1 / s
fit
