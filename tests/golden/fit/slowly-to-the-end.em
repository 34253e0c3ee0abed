# rates that go to 0, one of them slowly: their domain leaves out the end, but the loss has a bound there
data y[N] = [3, 5, 4, 6, 2]
data x[N, P] = [[1, 0.9, 0.3], [1, 0.2, 1.2], [1, 0.1, 0.9], [1, 0.1, 1.4], [1, 1, 0.2]]
data c[P] = [5, 9, 4.85]
param b[P] > 0 init 1
minimize dot(c, b) - sum{n} y[n] * log(dot(x[n], b))
fit with iters = 5000, tol = 1e-9, accel = none
print b[1], b[2] < 1e-9, b[3] < 1e-6
