# The second group has no event: its log odds and its log rate go to minus infinity, the first ones do not.
data g[N] = [1, 1, 2]
data y[N] = [1, 0, 0]
param b[2]
param c[2]
minimize sum{i} (softplus(b[g[i]]) - y[i] * b[g[i]]) + sum{i} (exp(c[g[i]]) - 2 * y[i] * c[g[i]])
fit
print b[1], c[1], b[2] <= -40, c[2] < -30
