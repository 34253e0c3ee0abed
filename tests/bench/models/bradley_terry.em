# bradley_terry.em: strengths of many players, from a list of games.
# SPDX-License-Identifier: GPL-3.0-or-later
data w[N] = npy("w.npy")
data l[N] = npy("l.npy")
data p0[T] = npy("p0.npy")
param p[T] > 0 init p0
minimize -sum{i} log(p[w[i]] / (p[w[i]] + p[l[i]]))
fit with iters = 20, tol = 0
