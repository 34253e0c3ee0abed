# A bound that is proved but loose is named, not taken, unless the fit insists.
data x[N] = [0.5, -1, 2, 1.5]
data y[N] = [0.4, -0.9, 1.2, 0.3]
param a init 0.1
minimize sum{i} (y[i] - exp(a * x[i]))^2
derive
fit with require = majorizer
