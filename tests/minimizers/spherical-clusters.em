# rule: m M-SPHERE closed-form
data x[I, D] = [[1, 0], [0.8, 0.6], [0, 1], [-0.6, 0.8]]
let K = 2
param m[K, D] in sphere init [[1, 0], [0, 1]]
minimize sum{i} min{k} sum{d} (x[i, d] - m[k, d])^2
fit
print m[1, 1] - 1.8 / sqrt(1.8^2 + 0.36), m[2, 2] - 1.8 / sqrt(1.8^2 + 0.36)
