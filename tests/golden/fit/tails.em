# Logarithms of probabilities that are 0 or 1 to all digits: by the names of the library, and by a formula of one's own
fn sigma(t) = 1 / (1 + exp(-t))
data x[N] = [-300, -40, 30, 50, 300]
data y[N] = [1, 0, 1, 0, 0]
print log(1 - logistic(x)), log(1 - sigma(x)), log(2 * (1 - normal_cdf(x / 5))), log(1 - exp(-abs(x) / 1e20))
param a init 2
param b init 2
minimize -sum{i} (y[i] * log(sigma(a + x[i] / 10)) + (1 - y[i]) * log(1 - sigma(a + x[i] / 10)) + log(1 - normal_cdf(b + x[i])))
fit with iters = 3, tol = 0
