# rule: x M-SOFT closed-form
# rule: y M-QUAD closed-form
# Lengths of groups beside prices of entries, lengths of rows and of columns: no row has both, so the lengths are bounded.
data h[A, B] = [[1, -2, 0.3], [2, 0.1, 1]]
param x[B]
param y[A, B]
minimize sum{b} ((x[b] - h[1, b])^2 + 0.4 * abs(x[b])) + 0.3 * |x| + sum{a, b} (y[a, b] - h[a, b])^2 + 0.3 * (sum{a} |y[a]|) + 0.2 * (sum{b} (sum{a} y[a, b]^2)^0.5)
fit with tol = 1e-15, require = majorizer
print max{b} abs(2 * (x[b] - h[1, b]) + 0.4 * sign(x[b]) + 0.3 * x[b] / |x|)
print max{a, b} abs(2 * (y[a, b] - h[a, b]) + 0.3 * y[a, b] / |y[a]| + 0.2 * y[a, b] / (sum{c in A} y[c, b]^2)^0.5)
