# rule: a M-LS-EQ closed-form
# rule: b M-LS-EQ closed-form
data h[J] = [1, 4, 2]
data w[J] = [1, 2, 4]
param a[J] in zerosum
param b[J] in zerosum
minimize sum{j} w[j] * (a[j] - h[j])^2 + (b[1] - b[2] - 1)^2 + (b[2] - b[3] - 2)^2
fit
print a[1] + 3, a[2] - 2, a[3] - 1
print b[1] - 4 / 3, b[2] - 1 / 3, b[3] + 5 / 3
