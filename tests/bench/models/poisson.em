# poisson.em: mixture of Poisson distributions.
# SPDX-License-Identifier: GPL-3.0-or-later
data x[N, D] = npy("x.npy")
data c0[K, D] = npy("c0.npy")
param w[K] in simplex init 1 / K
param lam[K, D] > 0 init c0
minimize -sum{i} log sum{k} w[k] * prod{d} poisson(x[i, d] | lam[k, d])
fit with iters = 20, tol = 0
