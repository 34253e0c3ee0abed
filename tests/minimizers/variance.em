# rule: v M-LOG-INV closed-form
data x[I] = [1, 2, 6]
param v > 0
minimize sum{i} (log(v) + x[i]^2 / v)
fit
print v - 41 / 3
