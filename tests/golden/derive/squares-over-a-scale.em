# Functions of a square over a known scale, from the side on which they are not concave in it.
data a[N, P] = [[1, 2], [2, 1], [0.5, 3], [0.1, 0]]
data y[N] = [1, -1, 1, 1]
data s[N] = [1, 2, 1, 3]
param b[P]
minimize |b|^2 - sum{n} log(1 + (dot(a[n], b) - y[n])^2 / s[n])
derive
minimize |b|^2 + sum{n} exp(-(dot(a[n], b) - y[n])^2 / (2 * s[n]))
derive
minimize |b|^2 + sum{n} 1 / (2 + (dot(a[n], b) - y[n])^2)
derive
minimize 0.1 * |b|^2 + sum{n} exp(-|b - a[n]|^2)
derive
minimize |b|^2 + sum{n} log(sinh(dot(a[n], b)) / dot(a[n], b)) - b[1]
derive
minimize |b|^2 - sum{n} (1 - exp(-(dot(a[n], b) - y[n])^2 / 2))
derive
minimize |b|^2 - sum{n} (dot(a[n], b) - y[n])^2 / (1 + (dot(a[n], b) - y[n])^2)
derive
minimize 0.1 * |b|^2 + sum{n} (y[n] - erf(dot(a[n], b)))^2
derive
derive using square_of_error_function
