# status: 1
# the function's own words, where the loss is typed in full
data x[N] = [0.3, 0.3, 0.3, 0.3]
param k > 0
minimize sum{i} (log_besseli0(k) - k * cos(x[i] - 0.3))
fit
