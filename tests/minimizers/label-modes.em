# rule: z M-LABEL closed-form
# rule: c M-LABEL closed-form
# K-modes: the centres are labels too; costs that are equal take the lowest label
data x[N, J] = [[1, 1, 2], [1, 2, 2], [1, 1, 2], [3, 3, 1], [3, 3, 2], [3, 2, 1]]
let K = 2
param z[N] in 1..K init [1, 1, 1, 2, 2, 2]
param c[K, J] in 1..3
minimize sum{i, j} (x[i, j] != c[z[i], j])
fit
print c[1, 1] - 1, c[1, 2] - 1, c[1, 3] - 2, c[2, 1] - 3, c[2, 2] - 3, c[2, 3] - 1, sum{i, j} (x[i, j] != c[z[i], j]) - 3
