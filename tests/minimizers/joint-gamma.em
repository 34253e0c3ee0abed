# rule: a M-GAMMA-SHAPE one-dimensional
# rule: b M-LOG-LIN closed-form
# Shape and rate together: the first iteration ends at the minimum, also from far away.
data x[N] = [1, 0.2, 5, 3, 0.7]
param a > 0 init 300
param b > 0 init 0.001
minimize -sum{i} log gamma(x[i] | a, b)
fit with iters = 1
print log(a) - digamma(a) - log(mean(x)) + sum{i} log(x[i]) / N, b * mean(x) - a
