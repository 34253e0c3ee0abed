# deconvolution of counts by a kernel that begins with the series: (l <= t) keeps t - l + 1 within it
data y[T] = [1, 2, 3, 4, 5]
data h[L] = [1, 0.5, 0.2]
param z[T] > 0
minimize sum{t} ((sum{l : l <= t} h[l] * z[t - l + 1]) - y[t] * log(sum{l : l <= t} h[l] * z[t - l + 1])) + 0.1 * |z|^2
fit with require = majorizer
check
