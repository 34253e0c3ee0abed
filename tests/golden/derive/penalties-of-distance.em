# Penalties that are concave in the distance from 0 are bounded by multiples of it, which keep zeros; one that falls again far out is not.
data a[N, P] = [[1, 2], [3, 1], [0, 1], [-1, -1]]
data y[N] = [1, 0, 1, 0]
param b[P]
minimize sum{n} (y[n] - dot(a[n], b))^2 + sum{p} (if |b[p]| <= 0.6 then 0.3 * |b[p]| - b[p]^2 / 4 else 0.09)
derive
fit
minimize sum{n} (y[n] - dot(a[n], b))^2 + sum{p} (if |b[p]| <= 1 then |b[p]| - b[p]^2 / 2 else 1 - b[p]^2 / 2)
derive
