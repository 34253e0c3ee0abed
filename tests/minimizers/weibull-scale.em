# rule: b M-POWER-LOG closed-form
data x[I] = [1, 2, 4]
param b > 0
minimize sum{i} ((x[i] / b)^3 + 3 * log(b))
fit
print b - (73 / 3)^(1/3)
