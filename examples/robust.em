# Robust regression by a loss that no package ships: Student-t errors with three degrees of freedom, the scale free
# (v is its square). Stack loss of a plant that oxidises ammonia (Brownlee 1965).
data x[N, P] = csv("stackloss.csv", columns = "one, air, water, acid")
data y[N] = csv("stackloss.csv", columns = "loss")

param b[P] init 0
param v > 0 init 10
minimize sum{i} (2 * log(1 + (y[i] - dot(x[i], b))^2 / (3 * v)) + log(v) / 2)

derive
fit with iters = 5000
print b, v
check
