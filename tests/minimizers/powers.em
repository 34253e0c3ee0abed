# rule: x M-POWER closed-form
# rule: y M-POWER closed-form
# rule: z M-POWER closed-form
param x > 0
param y > 0
param z > 0
minimize 2 * x^3 + 48 / x^3 + y^4 / 4 - 2 * y^2 + 1 / z^2 + 2 * z
fit
print x - 24^(1/6), y - 2, z - 1
