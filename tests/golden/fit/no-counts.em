# A kind that was never seen: its number goes to 0, as far as there are numbers, and the fit goes on.
data w[R, V] = [[30, 0, 15], [31, 0, 19], [22, 0, 27], [44, 0, 2], [30, 0, 16]]
param a[V] > 0 init 1
minimize sum{d in R} (lgamma(sum{v} (a[v] + w[d, v])) - lgamma(sum{v} a[v]) + sum{v} (lgamma(a[v]) - lgamma(a[v] + w[d, v])))
fit with tol = 0, iters = 3000
print a[2] < 1e-290
