# A coupled quadratic on a half-line: by active sets.
# rule: b M-NNLS inner-solver
data x[I, P] = [[1, 2], [2, 1], [1, 1]]
data y[I] = [1, 5, 2]
param b[P] >= 0
minimize sum{i} (y[i] - sum{p} x[i, p] * b[p])^2
fit with tol = 1e-15, iters = 1000
print b[1] - 13 / 6, b[2]
