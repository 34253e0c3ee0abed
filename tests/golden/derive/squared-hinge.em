# A function that is in no table: its second derivative is bounded piece by piece; the label stands beside the argument.
data x[N, P] = [[1, 0.5], [1, -1.2], [1, 2], [1, 0.3]]
data y[N] = [1, -1, 1, -1]
param b[P] init 0
minimize sum{i} max(0, 1 - y[i] * dot(x[i], b))^2 + sum{p} b[p]^2 / 10
derive
check
