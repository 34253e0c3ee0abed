# bernoulli.em: mixture of Bernoulli distributions.
# SPDX-License-Identifier: GPL-3.0-or-later
data x[N, D] = npy("x.npy")
data p0[K, D] = npy("p0.npy")
param w[K] in simplex init 1 / K
param p[K, D] in (0, 1) init p0
minimize -sum{i} log sum{k} w[k] * prod{d} bernoulli(x[i, d] | p[k, d])
fit with iters = 20, tol = 0
