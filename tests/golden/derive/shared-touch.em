# what cannot be bounded from one touch takes turns, and what shares a bound takes its turn together
data x[N, D] = [[1, 2], [2, 1], [4, 6], [5, 8]]
let K = 2
param w[K] in simplex
param m[K, D] init sample(x)
param R[D, D] in orthogonal
param v[K, D] > 0 init 1
minimize -sum{i} log sum{k} w[k] * exp(-sum{e in D} (log v[k, e] + (sum{d} R[e, d] * (x[i, d] - m[k, d]))^2 / v[k, e]))
derive
