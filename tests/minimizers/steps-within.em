# rule: z M-WATERFILL one-dimensional
# rule: f M-WATERFILL one-dimensional
# rule: g M-WATERFILL one-dimensional
# Shares below a ceiling, which have no coordinates: mirror steps where no row serves the loss. Slopes between the bounds are equal.
# What has a row keeps it, and rows with a ceiling serve floors as well.
data q[K] = [1, 2, 3, 1]
param z[K] in simplex(ceiling = 0.3)
param f[K] in simplex(floor = 0.22)
param g[K] in simplex(floor = 0.22)
minimize sum{k} (exp(q[k] * z[k]) - log(z[k])) + sum{k} q[k] * f[k]^1.5 + sum{k} q[k] / g[k]
fit with tol = 1e-15
print abs(z[1] - 0.3), abs(z[4] - 0.3), abs(z[2] + z[3] - 0.4)
print 2 * exp(2 * z[2]) - 1 / z[2] - 3 * exp(3 * z[3]) + 1 / z[3]
print abs(sum{k} f[k] - 1), abs(f[1] - 0.28), abs(f[2] - 0.22), abs(f[3] - 0.22), abs(f[4] - 0.28)
print abs(sum{k} g[k] - 1), abs(g[1] - 0.22), abs(g[4] - 0.22), abs(2 / g[2]^2 - 3 / g[3]^2)
