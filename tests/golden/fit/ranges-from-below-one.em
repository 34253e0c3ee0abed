# A range may begin below 1: hidden counts that are summed out, alone and as subscripts that are moved, and what is kept for each of them.
let K = 3
data w[J] = [0.1, 0.2, 0.3, 0.4]
print sum{k in 0..3} k, sum{k in 0..K} w[k + 1] * k, max{k in -2..2} -k^2, prod{k in 0..2} (k + 1), mean{k in -1..4} k
print sum{k in -1..1, j in 0..2 : j > k} (2 * j + k), argmax{k in 0..3} -(k - 2)^2, argmin{k in -3..0} (k + 1)^2
data n[N] = [1, 0, 3]
param a > 0 init 1
param b > 0 init 2
minimize -sum{i} log sum{j in 0..4 : j <= n[i]} poisson(j | a) * poisson(n[i] - j | b)
fit
print posterior(j), a + b
param p[L] in simplex init [0.4, 0.3, 0.2, 0.1]
minimize -sum{i} log sum{j in 0..3} p[j + 1] * poisson(n[i] | 0.2 + j)
fit
check
