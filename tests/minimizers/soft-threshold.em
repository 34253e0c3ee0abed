# rule: x M-SOFT closed-form
data h[K] = [-3, 0.5, 2]
param x[K]
minimize sum{k} ((x[k] - h[k])^2 / 2 + abs(x[k]))
fit
print x[1] + 2, x[2], x[3] - 1
