# rule: a M-GAMMA-SHAPE one-dimensional
# rule: n M-GAMMA-SHAPE one-dimensional
# rule: y M-INV-DIGAMMA closed-form
let J = 3
data s[J] = [0.1, 0.5, 2]
param a[J] > 0
param n > 0
param y > 0
minimize sum{j} (lgamma(a[j]) - a[j] * log(a[j]) + a[j] * (1 + s[j])) + lgamma(n / 2) - n / 2 * log(n / 2) + 1.2 * n / 2 + lgamma(y) - 0.3 * y
fit with tol = 1e-15
print max{j} abs(digamma(a[j]) - log(a[j]) + s[j])
print digamma(n / 2) - log(n / 2) + 0.2, digamma(y) - 0.3
