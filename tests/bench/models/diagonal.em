# diagonal.em: mixture of normals, diagonal covariances.
# SPDX-License-Identifier: GPL-3.0-or-later
data x[N, D] = npy("x.npy")
data c0[K, D] = npy("c0.npy")
param w[K] in simplex init 1 / K
param mu[K, D] init c0
param v[K, D] > 0 init 1
minimize -sum{i} log sum{k} w[k] * prod{d} normal(x[i, d] | mu[k, d], v[k, d])
fit with iters = 20, tol = 0
