# A signomial
# chapter: programs
param x > 0 init 1
param y > 0 init 1
minimize x^2 / y + 3 * y^2 / x + 1 / (x * y) - 0.5 * x^0.5 * y^0.3
fit with tol = 1e-13, iters = 5000
