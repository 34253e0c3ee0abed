# kmedians_weighted.em: K-medians by iterated weighted means.
# SPDX-License-Identifier: GPL-3.0-or-later
data x[N, D] = npy("x.npy")
data c0[K, D] = npy("c0.npy")
param c[K, D] init c0
minimize sum{i} min{k} sum{d} abs(x[i, d] - c[k, d])
fit using absolute with iters = 20, tol = 0
