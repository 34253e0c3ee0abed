# columns in very different units: what counts as singular does not depend on them
data x[N, P] = [[1e-12, 3e8], [2e-12, 1e8], [-1e-12, 2e8], [5e-13, -1e8], [-3e-12, 1.5e8]]
data y[N] = [1, 2, 0, 3, -1]
param a init 0
param b[P] init 0
minimize sum{i} (y[i] - a - dot(x[i], b))^2
fit
print a, b
