# rule: x M-QUAD-LIN-LOG closed-form
param x > 0
minimize x^2 / 2 + x - 6 * log(x)
fit
print x - 2
