# A slice whose coefficients are all 0 keeps its values.
# rule: m M-QUAD closed-form
# rule: p M-SIMPLEX-LOG closed-form
data x[I] = [1, 2, 6]
data g[I] = [1, 1, 3]
let K = 3
let A = 2
param m[K] init [0, 7, 0]
param p[K, A] in simplex init [[0.5, 0.5], [0.2, 0.8], [0.5, 0.5]]
data c[K, A] = [[1, 3], [0, 0], [1, 1]]
minimize sum{i} (x[i] - m[g[i]])^2 - sum{k, a} c[k, a] * log(p[k, a])
fit
print m[1] - 1.5, m[2] - 7, m[3] - 6, p[1, 1] - 0.25, p[2, 1] - 0.2, p[3, 1] - 0.5
