# rule: x M-EXP-LIN closed-form
# rule: y M-EXP-LIN closed-form
# rule: z M-EXP-LIN closed-form
# rule: w M-EXP-LIN closed-form
param x
param y
param z
param w
minimize 2 * exp(x) - 3 * x + exp(2 * y) - 5 * y + 2 * exp(z) + 3 * exp(-2 * z) + exp(3 * w) + 2 * exp(-3 * w) + w
fit
print x - log(1.5)
print y - log(2.5) / 2
print z - log(3) / 3
print 3 * exp(3 * w) - 6 * exp(-3 * w) + 1
