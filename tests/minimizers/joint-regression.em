# rule: b M-LS closed-form
# rule: s M-LOG-INV closed-form
data x[I, P] = [[1, 0], [1, 1], [1, 2], [1, 3]]
data y[I] = [1, 3, 2, 5]
param b[P]
param s > 0
minimize sum{i} (log(s) + (y[i] - sum{p} x[i, p] * b[p])^2 / s) / 2
fit
print b[1] - 1.1, b[2] - 1.1, s - 2.7 / 4
