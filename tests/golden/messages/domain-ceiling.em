# status: 1
param p[4] in simplex(ceiling = 0.25)
