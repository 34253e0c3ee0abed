# logistic.em: logistic regression, Jaakkola and Jordan's bound.
# SPDX-License-Identifier: GPL-3.0-or-later
data x[N, D] = npy("x.npy")
data y[N] = npy("y.npy")
param b[D] init 0
minimize sum{i} (log(1 + exp(dot(x[i], b))) - y[i] * dot(x[i], b))
fit with iters = 20, tol = 0
