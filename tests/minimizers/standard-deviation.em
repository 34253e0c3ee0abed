# rule: s M-POWER-LOG closed-form
data x[I] = [1, 2, 4]
param s > 0
minimize sum{i} (log(s) + x[i]^2 / (2 * s^2))
fit
print s - sqrt(7)
