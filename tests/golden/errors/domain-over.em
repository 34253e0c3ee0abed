# status: 1
let K = 2
param p[K] in simplex over K
