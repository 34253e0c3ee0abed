# A proximal term beside a loss that is bounded as always
data x[N] = [1, 2, 4]
param m
minimize sum{i} log(1 + (x[i] - m)^2)
derive using proximal
