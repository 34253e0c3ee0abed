# rule: p M-SIMPLEX-LINEAR closed-form
data c[A, B, Z] = [[[1, 2], [3, 4]], [[5, 0], [7, 8]]]
param p[A, B | Z]
minimize sum{a, b, z} c[a, b, z] * p[a, b, z]
fit
print p[1, 1, 1] - 1, p[2, 1, 2] - 1, sum{a, b, z} p[a, b, z] - 2
