# Sums of absolute values of at most 1.5: the least point lies on the border and has zeros. A step on the loss itself ends there as the
# closed form does.
data x[N, P] = array{i in 1..40, j in 1..12} sin(7 * i * j + 2 * j)
data y[N] = array{i in 1..40} (cos(3 * i) + x[i, 1] - 0.8 * x[i, 2] + 0.5 * x[i, 7] + 0.1 * x[i, 9])
param b[P] in ball(1.5, norm = 1)
minimize (sum{i} softplus(-y[i] * dot(x[i], b))) + 0.5 * (sum{i} (y[i] - dot(x[i], b))^2)
fit
fit with method = newton
print sum{j} (|b[j]| > 1e-6)
