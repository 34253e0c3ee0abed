# status: 1
param y[3] in simplex(floor = 0.1) init [0.05, 0.05, 0.9]
minimize sum{k in 1..3} y[k]^2
fit
