# rule: b M-HARD closed-form
# rule: c M-HARD closed-form
# What is worth its price stays as it is, what is not is 0; the coupled ones end where no entry gains by itself.
let P = 2; let N = 4
data h[N] = [1, 0.2, -5, 0.9]
data a[N, P] = [[1, 0.1], [0, 1], [0.2, 0.3], [0.1, 0.1]]
param b[N]
param c[P]
minimize sum{i} (2 * (b[i] - h[i])^2 + 1.7 * (b[i] != 0)) + sum{i} (h[i] - dot(a[i], c))^2 + 0.5 * sum{p} (c[p] != 0)
fit with tol = 1e-15
print max{i} abs(b[i] - (if 2 * h[i]^2 > 1.7 then h[i] else 0))
print max{p} abs(if c[p] != 0 then sum{i} a[i, p] * (h[i] - dot(a[i], c)) else 0)
