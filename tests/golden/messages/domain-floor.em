# status: 1
param p[3] in simplex(floor = 0.4)
