# Coupled quadratics of shares, free of floors and above one, and with more cells than squares: by active sets. At the least point the
# slopes of all cells above their floors are equal, and none is less.
# rule: p M-SIMPLEX-QP inner-solver
# rule: q M-SIMPLEX-QP inner-solver
# rule: w M-SIMPLEX-QP inner-solver
data x[I, K] = [[1, 2, 5], [2, 1, 4], [1, 1, -1]]
data y[I] = [1, 5, 2]
data c[J] = [0.25, 1, 3, 4]
param p[K] in simplex
param q[K] in simplex(floor = 0.1)
param w[J] in simplex
minimize (sum{i} (y[i] - sum{k} x[i, k] * p[k])^2) + (sum{i} (y[i] - sum{k} x[i, k] * q[k])^2) + (2.5 - dot(c, w))^2
fit with tol = 1e-15, iters = 1000
let down = array{k} (sum{i} x[i, k] * (y[i] - dot(x[i], p)))
let deep = array{k} (sum{i} x[i, k] * (y[i] - dot(x[i], q)))
print dot(p, max(down) - down), dot(q - 0.1, max(deep) - deep), sum(p) - 1, sum(q) - 1, min(q) - 0.1, dot(c, w) - 2.5
