# The uniform law: as narrow as the data let it be.
# rule: t M-BOUND closed-form
data x[I] = [1, 4, 2.5]
param t >= max{i} x[i]
minimize sum{i in I} log(t)
fit
print t - 4
