# rule: x M-SIGNOMIAL one-dimensional
# rule: y M-SIGNOMIAL one-dimensional
# rule: z M-SIGNOMIAL one-dimensional
param x > 0
param y > 0
param z > 0
minimize x^3 + 2 * x^0.5 + 1 / x + y^2.5 - 3 * y^1.1 - 0.4 * log(y) + z^1.5 + 2 * log(z) + 1 / z^4
fit with tol = 1e-15
print 3 * x^2 + 1 / x^0.5 - 1 / x^2, 2.5 * y^1.5 - 3.3 * y^0.1 - 0.4 / y, 1.5 * z^0.5 + 2 / z - 4 / z^5
