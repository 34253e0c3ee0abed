# status: 1
# The same loss in other words, where that makes the rules fit: what is proposed, and that it serves when it is typed.
data a[N] = [1, 2, 3]
param x[2, N] init 1
minimize sum{i} ((x[1, i] * x[2, i] - a[i])^2 + x[1, i]^2 + x[2, i]^2)
derive
param x1[N] init 1
param x2[N] init 1
minimize sum{i} ((x1[i] * x2[i] - a[i])^2 + x1[i]^2 + x2[i]^2)
derive
param p init 1
param q init 2
minimize abs(p - q) * abs(p + 2 * q) - p + p^2 + q^2
derive
minimize ((|p - q| + |p + 2 * q|)^2 - (|p - q|)^2 - (|p + 2 * q|)^2) / 2 - p + p^2 + q^2
derive
minimize abs(p - q) * abs(p + 2 * q) - p + p^2 + q^2
fit with require = majorizer
