# status: 1
param q[3] in simplex(height = 0.9)
