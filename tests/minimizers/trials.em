# rule: p M-UNIT closed-form
# rule: a M-LOG-LIN closed-form
# the ranges of n and y overlap; that n >= y holds throughout is in the numbers, in both orders of the indices
data n[N, M] = [[10, 3], [7, 20]]
data y[N, M] = [[4, 1], [2, 9]]
param p[M] in (0, 1)
param a > 0
minimize -(sum{i, j} log binomial(y[i, j] | n[i, j], p[j])) + sum{i, j} (a - (n[i, j] - y[i, j]) * log(a))
fit with tol = 1e-14
print max{j} abs(p[j] - (sum{i} y[i, j]) / (sum{i} n[i, j]))
print a - (sum{i, j} (n[i, j] - y[i, j])) / 4
