# Poisson counts with a log rate for each group: the exponents of data go into the coefficient.
# rule: b M-EXP-LIN closed-form
data y[I] = [3, 5, 2, 7, 1]
data e[I] = [1.5, 2, 1, 2.5, 0.5]
data g[I] = [1, 1, 2, 2, 2]
param b[2]
minimize sum{i} (e[i] * exp(b[g[i]]) - y[i] * b[g[i]])
fit
print b[1] - log(8 / 3.5), b[2] - log(10 / 4)
