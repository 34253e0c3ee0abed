# multinomial.em: mixture of multinomials, documents as columns of sparse counts.
# SPDX-License-Identifier: GPL-3.0-or-later
data n[W, Y] = mtx("n.mtx")
data phi0[W, Z] = npy("phi0.npy")
param p[Z] in simplex init 1 / Z
param phi[W | Z] init phi0
minimize -sum{y} log sum{z} p[z] * exp(sum{w} n[w, y] * log phi[w | z])
fit with iters = 20, tol = 0
