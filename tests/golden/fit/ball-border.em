# A least point on the sphere around a ball is reached, though it lies on the border: alone, with an inner point, and from the border.
data c[N] = [1, 2]
param v[N] in ball
minimize sum{i} (v[i] - c[i])^4 + v[1] * exp(v[2])
fit with tol = 1e-14
print v, |v|
param w[N] in ball(5)
minimize sum{i} (w[i] - c[i])^4 + w[1] * exp(w[2])
fit with tol = 1e-14
print w
param b[N] in ball init [0.6, -0.8]
minimize sum{i} (b[i] - c[i] / 4)^4 + b[1] * exp(b[2]) / 10
fit with tol = 1e-14
print b
