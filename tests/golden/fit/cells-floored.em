# With a floor there is a best fit.
data n[K] = [5, 3, 0]
param q[K] in simplex(floor = 0.001)
minimize -(sum{k} n[k] * log(q[k])) - log dirichlet(q | array{k in K} 0.5)
fit
print q
