# status: 1
# A Dirichlet prior below 1 rewards empty cells: told with a mend.
data n[K] = [5, 3, 0]
param q[K] in simplex init 1 / 3
minimize -(sum{k} n[k] * log(q[k])) - log dirichlet(q | array{k in K} 0.5)
fit
