# a start that is a literal gives new axes their sizes
param w[K] in simplex init [0.2, 0.3, 0.5]
param m[K, D] init [[0, 1], [2, 3], [4, 5]]
print K, D
