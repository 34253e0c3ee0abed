# rule: a M-LOG-LIN closed-form
data x[I] = [1, 2, 6]
param a > 0
minimize sum{i} (a * x[i] - log(a))
fit
print a - 1 / 3
