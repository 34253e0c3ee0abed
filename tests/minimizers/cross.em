# Balls of absolute values: cut to zero by one threshold; inside; with unequal curvatures; linear functions, of which the steepest entries take all.
# rule: a M-PROJ-L1 one-dimensional
# rule: b M-PROJ-L1 one-dimensional
# rule: c M-PROJ-L1 one-dimensional
data h[K] = [3, -2, 0.5, 0]
data g[J, K] = [[0.1, -0.2, 0.3, 0], [2, 2, -2, 1]]
param a[K] in ball(2, norm = 1)
param b[J, K] in ball(1, norm = 1)
param c[K] in ball(3, norm = 1)
minimize sum{k} (a[k] - h[k])^2 / 2 + sum{j, k} k * (b[j, k] - g[j, k])^2 - sum{k} h[k] * c[k]
fit
print a[1] - 1.5, a[2] + 0.5, a[3], a[4], c[1] - 3, c[2], c[3]
print b[1, 1] - 0.1, b[1, 2] + 0.2, b[1, 3] - 0.3, abs(b[2, 1]) + abs(b[2, 2]) + abs(b[2, 3]) + abs(b[2, 4]) - 1
print (b[2, 2] - 2) * 2 + (b[2, 3] + 2) * 3, b[2, 1]
derive
