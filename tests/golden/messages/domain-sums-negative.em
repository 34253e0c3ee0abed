# status: 1
data a[I] = [1.3, -0.3]
data b[J] = [0.5, 0.3, 0.2]
param P[I, J] in transport(a, b)
