# rule: p M-SIMPLEX-ENT closed-form
# rule: x M-ENT closed-form
data q[K] = [0.2, 0.3, 0.5]
data c[K] = [1, 0, 2]
param p[K] in simplex
param x[K] > 0
minimize sum{k} (p[k] * log(p[k] / q[k]) + c[k] * p[k]) + sum{k} (x[k] * log(x[k] / q[k]) - x[k] + c[k] * x[k])
fit
print max{k} abs(p[k] - q[k] * exp(-c[k]) / sum{l in K} q[l] * exp(-c[l]))
print max{k} abs(x[k] - q[k] * exp(-c[k]))
