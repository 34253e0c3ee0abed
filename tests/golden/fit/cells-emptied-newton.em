# status: 1
# The same by steps on the loss itself, which never reach 0: seen behind the run.
data n[K] = [5, 3, 0]
param q[K] in simplex init 1 / 3
minimize -(sum{k} n[k] * log(q[k])) - log dirichlet(q | array{k in K} 0.5)
fit with method = newton, iters = 200
