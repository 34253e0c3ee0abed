# status: 1
param y[3] in simplex(ceiling = 0.4) init [0.5, 0.3, 0.2]
minimize -sum{i} log(y[i])
fit
