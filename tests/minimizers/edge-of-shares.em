# Shares that start on their floors, from where coordinates without constraints would not lead away, do not stay there; cells that come to
# their floors on the way are no reason to begin anew.
# rule: u R-NEWTON inner-solver
data p[N, D] = [[1, 2, 0.3], [1, 0.4, 1], [0.7, 1.1, 0.8], [0.2, 0.5, 0.4]]
data a[N, K] = [[1, 0.2], [0.3, 0.9], [0.4, 0.5], [0.8, 0.6]]
fn cost(u[K, D]) = -(sum{n, d} p[n, d] * log(0.1 + sum{k} a[n, k] * u[k, d]^2)) + sum{k, d} u[k, d]^4
param u[K, D] in simplex(floor = 0.1) init [[0.1, 0.1, 0.8], [0.8, 0.1, 0.1]]
minimize cost(u)
fit with require = converged
print (cost(u) < cost([[0.1, 0.1, 0.8], [0.8, 0.1, 0.1]]) - 1) - 1
