# status: 1
let K = 3
param w[K] in simplex ~ dirichlet(2)
