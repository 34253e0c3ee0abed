# status: 1
param q[3] in simplex(ceiling = 0.9)
