# rule: p M-UNIT closed-form
# rule: q M-UNIT-LIN closed-form
# rule: z M-UNIT-ENT closed-form
param p in (0, 1)
param q in (0, 1)
param z in (0, 1)
minimize -3 * log(p) - log(1 - p) - 2 * log(q) - 3 * log(1 - q) + q + z * log(z) + (1 - z) * log(1 - z) + 0.7 * z
fit
print p - 0.75
print q - 4 / (6 + sqrt(28))
print z - 1 / (1 + exp(0.7))
