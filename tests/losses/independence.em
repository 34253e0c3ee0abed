# A table without interaction
# chapter: factors
data n[I, J] = csv("data/counts.csv")
param a[I] > 0 init 1
param b[J] > 0 init 1
minimize sum{i, j} (a[i] * b[j] - n[i, j] * log(a[i] * b[j]))
fit with tol = 1e-13
