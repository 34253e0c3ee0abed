# Convex and concave terms that no row holds: tangents of what is concave, and one step of Newton's method on the rest.
data d[I, I] = [[0, 2, 3], [2, 0, 4], [3, 4, 0]]
data x0[I, 2] = [[0, 1], [1, 0.5], [-1, 2]]
param x[I, 2] init x0
minimize 1 + sum{i, j : i < j} (d[i, j]^2 - |x[i] - x[j]|^2)^2
derive
fit with tol = 1e-9
