# MCP regression
# chapter: regression
data x[N, P] = csv("data/regression.csv", columns = "one, x1, x2, x3")
data y[N] = csv("data/regression.csv", columns = "y")
fn mcp(t, l, g) = if t <= g * l then l * t - t^2 / (2 * g) else g * l^2 / 2
param b[P] init 1
minimize 1/2 * (sum{i} (y[i] - dot(x[i], b))^2) + 30 * sum{p} mcp(|b[p]|, 0.3, 3)
fit with tol = 1e-12
