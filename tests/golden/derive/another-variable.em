# No row has log(m)^2, or exp(2 b) beside exp(b): in log(m) and in exp(b) there are rows.
data x[I, J] = [[1.1, 2.3, 0.7], [5.2, 3.3, 2.9], [1.8, 0.2, 4]]
param m[J] > 0
param b[I]
minimize sum{i, j} (log(x[i, j]) - log(m[j]))^2 + sum{i} exp(2 * b[i]) - sum{i, j} log(x[i, j]) * exp(b[i])
derive
check
fit
check
print m
