# status: 1
# what is carried away and what arrives must be the same
data a[I] = [0.3, 0.7]
data b[J] = [0.5, 0.3, 0.1]
param P[I, J] in transport(a, b)
