# status: 1
let K = 0
param w[K]
minimize sum{k} w[k]^2
