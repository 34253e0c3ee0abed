# A geometric program: a box with costs
# chapter: programs
param h > 0 init 1
param w > 0 init 1
param d > 0 init 1
minimize 40 / (h * w * d) + 2 * h * w + 3 * h * d + w * d
fit with tol = 1e-13, iters = 5000
