# A quotient of products under a logarithm is taken apart in one step: its equations are put together, not listed one by one
data n[T, T] = [[0, 3, 2], [1, 0, 4], [2, 1, 0]]
data e[T, T] = [[0, 1, 0], [1, 0, 2], [0, 2, 0]]
param p[T] in simplex
param h > 1 init 2
minimize -sum{i, j} n[i, j] * log(p[i] / (p[i] + h * p[j])) - sum{i, j : i > j} e[i, j] * log((h^2 - 1) * p[i] * p[j] / ((p[i] + h * p[j]) * (p[j] + h * p[i])))
derive
derive as latex
