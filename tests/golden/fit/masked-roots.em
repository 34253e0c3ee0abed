# A root and its reciprocal of what is below 0 where a factor 0 masks it.
data m[I] = [1, 0]
data u[I] = [4, -1]
param b > 0 init 1
minimize sum{i} m[i] / sqrt(u[i] * b) + sum{i} m[i] * sqrt(u[i] * b)
fit
