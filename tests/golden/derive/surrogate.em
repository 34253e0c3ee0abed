# args: --dump=gradient,surrogate
data x[N] = [0, 1, 5, 6]
let K = 2
param c[K] init [0, 6]
minimize softmin{k; 2} (x[1] - c[k])^2 + softmin{k; 2} (x[4] - c[k])^2
fit
