# plsa.em: probabilistic latent semantic analysis: counts n[W, Y], words by documents, dense or sparse; Z topics.
#
#   use plsa
#   fit m = plsa(n, Z = 20)
#   print m.phi, m.theta
# SPDX-License-Identifier: GPL-3.0-or-later
model plsa(n[W, Y], Z)
  param phi[W | Z]
  param theta[Z | Y]
  minimize -sum{w, y} n[w, y] * log sum{z} phi[w | z] * theta[z | y]
end
