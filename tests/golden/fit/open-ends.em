# An end that does not belong to a domain is no answer: the nearest number inside is. And Jensen's inequality in shares where a sum is
# empty: a row of zeros.
data y[N] = [0, 0, 0]
param p in (0, 1)
minimize -(sum{i} log bernoulli(y[i] | p))
fit
print p > 0
check
maximize sum{i} (log bernoulli(1 - y[i] | p) - y[i] * p)
fit
print p < 1
check
param q in (0, 1)
minimize 2 * q
check
data c[I, J] = [[1, 0, 0.5], [0.2, 0.3, 0], [0, 0, 0]]
param x[J] in [0.5, 2]
minimize -(sum{i} logistic(sum{j} c[i, j] * x[j])) + sum{j} x[j]
derive
check
