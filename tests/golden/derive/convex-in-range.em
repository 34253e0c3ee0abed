# 1/(7/2 - t) is convex for the t that this sum can be, t < 3, but not for what one term is over its share, which may be anything above
# 0: the shares of the sum give no bound here.
data a[J] = [1, 1, 1]
param x[J] in (0, 1)
minimize 1 / (3.5 - dot(a, x)) - 0.01 * sum{j} log(x[j]) - 0.01 * sum{j} log(1 - x[j]) + x[1] - 0.3 * x[2]
derive
check
# Nor is a parabola to an end where the function is e^180.
let K = 3
param p[K] in simplex(floor = 0.05)
minimize exp(sum{k} k * p[k])
check
