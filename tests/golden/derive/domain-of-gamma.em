# beyond 0 the logarithm of the gamma function is not convex, but it has no value there
data c[I, J] = [[1, 0, 0.5], [0.2, 0.3, 0], [0, 0, 0]]
data y[I] = [1, -2, 0.5]
param x[J]
param z in (0, 1)
minimize sum{i} (1 * (log(1 + exp(sinh((3.5 - dot(c[i], x)))))) + 2 * (-lgamma(1 + (z + dot(c[i], x))))) + z
check
