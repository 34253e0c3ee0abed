# full.em: mixture of normals, full covariances.
# SPDX-License-Identifier: GPL-3.0-or-later
data x[N, D] = npy("x.npy")
data c0[K, D] = npy("c0.npy")
param w[K] in simplex init 1 / K
param mu[K, D] init c0
param S[K, D, D] in spd init eye(D)
minimize -sum{i} log sum{k} w[k] * normal(x[i] | mu[k], S[k])
fit with iters = 20, tol = 0
