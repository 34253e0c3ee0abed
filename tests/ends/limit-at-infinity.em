# Light tails: the best degrees of freedom are infinite. Said by the plain iteration, with an acceleration and by Newton's method.
data y[N] = [-2, -1.5, -1.1, -0.8, -0.6, -0.3, -0.1, 0, 0.2, 0.3, 0.5, 0.9, 1.1, 1.4, 2.1]
param m
param s > 0
param nu > 0
loss plain = -sum{i} log student(y[i] | nu, m, s)
fit plain with iters = 300
fit plain with accel = auto
fit plain with method = newton
