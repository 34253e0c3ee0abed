# rule: x M-QUAD closed-form
# rule: y M-LOG-LIN closed-form
# rule: z M-QUAD closed-form
param x in [0, 1]
param y in [0.5, 2]
let K = 2
param z[K] >= 0
data h[K] = [-1, 2]
minimize (x - 3)^2 + y - 5 * log(y) + sum{k} (z[k] - h[k])^2
fit
print x - 1, y - 2, z[1], z[2] - 2
