# rule: x M-GIG closed-form
param x > 0
minimize 2 * x + 6 / x + log(x)
fit
print x - 1.5
