# status: 1
data a[I] = [0.3, 0.7]
param P[I, J] in transport(a)
