# Labels of hard assignments: the nearest of many points, with bounds; the sums by label in the same pass.
let N = 3000
let D = 8
data x[N, D] = array{n in N, d in D} (sin(n * d) + 4 * cos(n * (d == 1)))
let K = 20
param c[K, D]
minimize sum{i} min{k} |x[i] - c[k]|^2
fit with iters = 3, tol = 0
