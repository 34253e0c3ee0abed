# SCAD regression
# chapter: regression
data x[N, P] = csv("data/regression.csv", columns = "one, x1, x2, x3")
data y[N] = csv("data/regression.csv", columns = "y")
fn scad(t, l, a) = if t <= l then l * t else if t <= a * l then (2 * a * l * t - t^2 - l^2) / (2 * (a - 1)) else l^2 * (a + 1) / 2
param b[P] init 1
minimize 1/2 * (sum{i} (y[i] - dot(x[i], b))^2) + 30 * sum{p} scad(|b[p]|, 0.3, 3.7)
fit with tol = 1e-12
