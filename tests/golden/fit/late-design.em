# A design of least determinant: the plain iteration would need 1500 passes; after 500 the rest is accelerated.
data x[N, P] = array{i in 1..40, j in 1..3} sin(7 * i * j + 2 * j)
param w[N] in simplex init 1 / N
minimize -logdet(sum{i} w[i] * outer(x[i], x[i]))
fit
fit with accel = none
fit with accel = auto
