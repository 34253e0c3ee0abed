# rule: u M-LS-EQ closed-form
# rule: v M-LS-EQ closed-form
# logarithms of positive numbers of the product 1: all products are then the geometric mean
data b[K, J] = [[1, 2, 4], [0.5, 3, 9]]
param u[K, J] in zerosum init 0
param v[J] in zerosum
minimize sum{k, j} (b[k, j] * exp(-u[k, j]) + 0.3 * u[k, j]) + sum{j} b[1, j] * exp(2 * v[j])
fit
print u[1, 1] + log(2), u[1, 2], u[1, 3] - log(2)
print sum{j} b[2, j] * exp(-u[2, j]) - 3 * 13.5^(1/3)
print v[1] - log(2) / 2, v[3] + log(2) / 2
