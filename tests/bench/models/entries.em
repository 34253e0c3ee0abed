# entries.em: factors of a matrix of which a list of entries is known.
# SPDX-License-Identifier: GPL-3.0-or-later
data u[N] = npy("u.npy")
data i[N] = npy("i.npy")
data r[N] = npy("r.npy")
data p0[U, K] = npy("p0.npy")
data q0[I, K] = npy("q0.npy")
param p[U, K] init p0
param q[I, K] init q0
minimize sum{n} (r[n] - sum{k} p[u[n], k] * q[i[n], k])^2 + 0.1 * sum{a, k} p[a, k]^2 + 0.1 * sum{b, k} q[b, k]^2
fit with iters = 20, tol = 0
