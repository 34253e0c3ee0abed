# plsa.em: topics of a sparse corpus; for the scaling run.
# SPDX-License-Identifier: GPL-3.0-or-later
data n[W, Y] = mtx("n.mtx")
data phi0[W, Z] = npy("phi0.npy")
data theta0[Z, Y] = npy("theta0.npy")
param phi[W | Z] init phi0
param theta[Z | Y] init theta0
minimize -sum{w, y} n[w, y] * log sum{z} phi[w | z] * theta[z | y]
fit with iters = 20, tol = 0
