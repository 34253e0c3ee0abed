# Tobit: a normal regression censored at 0
# chapter: generalised
data x[N, P] = csv("data/regression.csv", columns = "one, x1, x2, x3")
data r[N] = csv("data/regression.csv", columns = "y")
data y[N] = array{i in N} max(r[i], 0)
param b[P] init 0
param s > 0 init 1
minimize sum{i} (if y[i] == 0 then -log_normal_cdf(-dot(x[i], b) / s) else (y[i] - dot(x[i], b))^2 / (2 * s^2) + log(s))
fit with tol = 1e-12
