# the squares of several directions' sum: the products of different ones are no numbers
data y[D] = [0.3, 0.4]
let K = 3
param u[K, D] in sphere
minimize sum{d} ((sum{k} u[k, d]) - y[d])^2
check
