# status: 1
data y[N] = [1, 2, 4]
param m > 0 init 1
minimize sum{i} (m - y[i] * log(m))
fit using jensen_log
fit using jensen_log with method = newton
derive all nothing
