# rule: c M-QUAD closed-form
# rule: b M-SOFT closed-form
# An intercept beside a lasso block, data far from 0: the intercept is put in, so that only their differences from the mean count.
data x[N, P] = [[21, 12], [23, 11], [20, 11], [22, 10], [24, 12.5]]
data y[N] = [1, 2, 0, 4, 3]
param c
param b[P]
minimize sum{i} (y[i] - c - dot(x[i], b))^2 + 0.3 * sum{p} abs(b[p])
fit with tol = 1e-15, iters = 20000
print sum{i} (y[i] - c - dot(x[i], b)), max{p} abs(0.3 * sign(b[p]) - 2 * sum{i} (x[i, p] - mean(x[:, p])) * (y[i] - c - dot(x[i], b)))
