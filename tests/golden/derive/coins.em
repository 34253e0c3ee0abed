# Two coins; the derivation for other programs.
data h[I] = [5, 9, 8, 4, 7]
let K = 2
param p[K] in (0, 1) init [0.6, 0.5]
minimize -sum{i} log sum{k} 0.5 * binomial(h[i] | 10, p[k])
derive as json
