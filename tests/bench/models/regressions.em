# regressions.em: mixture of linear regressions.
# SPDX-License-Identifier: GPL-3.0-or-later
data x[N, D] = npy("x.npy")
data y[N] = npy("y.npy")
data b0[K, D] = npy("b0.npy")
param w[K] in simplex init 1 / K
param b[K, D] init b0
param v[K] > 0 init 1
minimize -sum{i} log sum{k} w[k] * normal(y[i] | dot(x[i], b[k]), v[k])
fit with iters = 20, tol = 0
