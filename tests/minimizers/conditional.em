# One slice for each condition; a cell over two axes.
# rule: p M-SIMPLEX-LOG closed-form
# rule: q M-PROJ-SIMPLEX closed-form
data c[A, B, Z] = [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]
param p[A, B | Z]
param q[A, B | Z]
minimize -sum{a, b, z} c[a, b, z] * log(p[a, b, z]) + sum{a, b, z} (q[a, b, z] - c[a, b, z] / 20)^2
fit
print max{a, b, z} abs(p[a, b, z] - c[a, b, z] / (12 + 4 * z))
print max{a, b, z} abs(q[a, b, z] - c[a, b, z] / 20 - (1 - (12 + 4 * z) / 20) / 4)
