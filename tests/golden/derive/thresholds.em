# Ordered answers with free thresholds: a probability between them is log-concave in both ends, so the loss is convex
data y[N] = [1, 2, 3, 3, 2, 1, 2, 2]
data x[N] = [1, 2, 3, 2.5, 2, 1.5, 1, 2]
param c[2] ordered init [-1, 1]
param b
minimize -sum{i} log(if y[i] == 1 then normal_cdf(c[1] - b*x[i]) else if y[i] == 3 then 1 - normal_cdf(c[2] - b*x[i]) else normal_cdf(c[y[i]] - b*x[i]) - normal_cdf(c[y[i]-1] - b*x[i]))
derive
