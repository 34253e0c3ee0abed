# rule: x M-SIGNOMIAL closed-form
# rule: y M-SIGNOMIAL closed-form
# rule: z M-SIGNOMIAL closed-form
# rule: w M-SIGNOMIAL closed-form
param x > 0
param y > 0
param z > 0
param w > 0
# slopes times the unknown: 4 x^4 - 2 x^2 - 2; 3 y^3 - y - 24 / y; 2 z^2 - z - 6 with z^-1, z^-2; w^3 + 2 w^1.5 - 3
minimize x^4 - x^2 - 2 * log(x) + 2 * y^2 - 3 * log(y) + 5 / y^2 + 6 * log(z) - 1 / z + 2 / z^2 + w^3 / 3 + 4 / 3 * w^1.5 - 3 * log(w)
fit
print x - 1
print 4 * y^2 - 3 - 10 / y^2
print 6 + 1 / z - 4 / z^2
print w - 1
