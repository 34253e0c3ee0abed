# rule: b M-LS closed-form
data x[I, P] = [[1, 0], [1, 1], [1, 2]]
data y[I] = [1, 3, 2]
param b[P]
minimize sum{i} (y[i] - sum{p} x[i, p] * b[p])^2 + sum{p} b[p]^2
fit
print 4 * b[1] + 3 * b[2] - 6, 3 * b[1] + 6 * b[2] - 7
