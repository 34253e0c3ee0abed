# rule: x M-LIN-INV closed-form
param x > 0
minimize 3 * x + 12 / x
fit
print x - 2
