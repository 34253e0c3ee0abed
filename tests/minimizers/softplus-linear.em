# rule: x M-SOFTPLUS-LIN closed-form
# rule: y M-SOFTPLUS-LIN closed-form
# rule: z M-SOFTPLUS-LIN closed-form
param x
param y
param z
minimize 4 * softplus(x) - 3 * x + 2 * softplus(y) + 3 * softplus(-y) + 2 * log_cosh(z) - z
fit
print x - log(3)
print y - log(1.5)
print z - log(3) / 2
