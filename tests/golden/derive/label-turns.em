# Labels that meet: neighbours in a chain
data y[N] = [1.0, 0.2, 1.3, 0.9, 3.1, 2.9]
let K = 2
param z[N] in 1..K
param m[K]
minimize sum{i} (y[i] - m[z[i]])^2 + 0.8 * sum{i in 1..5} (z[i] != z[i + 1])
derive
