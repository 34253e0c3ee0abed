# Probabilities by their names: the logistic inside a density.
data x[N, P] = [[1, 0.5], [1, -1.2], [1, 2], [1, 0.3]]
data y[N] = [1, 0, 1, 0]
param b[P] init 0
minimize -sum{i} log bernoulli(y[i] | logistic(dot(x[i], b)))
derive
check
