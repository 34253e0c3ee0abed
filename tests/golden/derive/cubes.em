# An absolute value to the third power has two derivatives: no kink.
data y[N] = [3, 2, 1.4, 1.1, 7]
data t[N] = [1, 2, 3, 4, 5]
param a
param b
minimize sum{n} |y[n] - a - b * t[n]|^3
derive
fit
