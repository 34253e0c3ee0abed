# cox.em: Cox regression, Böhning's bound.
# SPDX-License-Identifier: GPL-3.0-or-later
data x[N, D] = npy("x.npy")
data t[N] = npy("t.npy")
data e[N] = npy("e.npy")
param b[D] init 0
minimize sum{i} e[i] * (log(sum{j : t[j] >= t[i]} exp(dot(x[j], b))) - dot(x[i], b))
fit with iters = 20, tol = 0
