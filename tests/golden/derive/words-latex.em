# Words that hold formulas: powers, norms, brackets with a blank; names of rules.
data y[N] = [1, 2, 4]
data x[N, P] = [[1, 0], [1, 1], [1, 5]]
param b[P]
minimize sum{i} |y[i] - dot(x[i], b)|
derive as latex
