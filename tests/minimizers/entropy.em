# rule: x M-ENT closed-form
let K = 3
param x[K] > 0
data c[K] = [0.5, 1, -2]
minimize sum{k} (2 * x[k] * log(x[k]) - 2 * x[k] + c[k] * x[k])
fit
print max{k} abs(x[k] - exp(-c[k] / 2))
