# rule: r M-LABEL closed-form
# rule: c M-LABEL closed-form
# rule: m M-QUAD closed-form
# Labels of rows and of columns: block clustering; an entry that is held, and a label that no term holds but through a number
data x[I, J] = [[1, 9, 1], [5, 2, 5], [1, 9, 1], [5, 2, 5]]
let K = 2
let L = 2
param r[I] in 1..K init [1, 2, 1, 1]
param c[J] in 1..L init [1, 2, 1]
param m[K, L]
param s in 1..7
minimize sum{i, j} (x[i, j] - m[r[i], c[j]])^2 + (s - 3.4)^2
fix r[2] = 2
fit
print m[r[1], c[1]] - 1, m[r[1], c[2]] - 9, m[r[4], c[1]] - 5, m[r[2], c[2]] - 2, r[4] - 2, s - 3
