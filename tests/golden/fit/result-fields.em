# what a fit found without a name of its own, by the name of the loss, by a name given
data x[N] = [1, 2, 7]
param m
param b
minimize sum{i} |x[i] - m|^2
loss a = sum{i} sqrt(1 + (x[i] - m)^2)
loss b = sum{i} (x[i] - b)^2
fit a
print a.loss, a.converged
fit
print loss, loss.iterations, 2 * loss, loss.trace
fit c = a with iters = 2, tol = 0
print c.iterations
check c
fit b
print b
