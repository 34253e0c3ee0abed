# status: 1
param theta init 1
data y[N] = [3, 5, 4, 6]
minimize sum{i} (y[i] - thetta)^2
