# nmf_kl.em: nonnegative factors, Kullback-Leibler.
# SPDX-License-Identifier: GPL-3.0-or-later
data v[I, J] = npy("v.npy")
data a0[I, K] = npy("a0.npy")
data b0[K, J] = npy("b0.npy")
param a[I, K] >= 0 init a0
param b[K, J] >= 0 init b0
minimize sum{i, j} (sum{k} a[i, k] * b[k, j]) - sum{i, j} v[i, j] * log sum{k} a[i, k] * b[k, j]
fit with iters = 20, tol = 0
