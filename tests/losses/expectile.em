# Expectile regression
# chapter: regression
data x[N, P] = csv("data/regression.csv", columns = "one, x1, x2, x3")
data y[N] = csv("data/regression.csv", columns = "y")
fn expectile(r, t) = if r >= 0 then t * r^2 else (1 - t) * r^2
param b[P]
minimize sum{i} expectile(y[i] - dot(x[i], b), 0.8)
fit with tol = 1e-12
