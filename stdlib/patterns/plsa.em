# plsa.em: probabilistic latent semantic analysis, a topic model: counts n[W, Y], words by documents, dense or sparse; Z topics.
#
#   use plsa
#   fit m = plsa(n, Z = 20) with iters = 200
#   print m.phi, m.theta                     # phi[W | Z]: the words of each topic; theta[Z | Y]: the topics of each document
#   print m.top                              # the most frequent word of each topic
# SPDX-License-Identifier: GPL-3.0-or-later
model plsa(n[W, Y] >= 0, Z >= 1)
  param phi[W | Z]
  param theta[Z | Y]
  minimize -sum{w, y} n[w, y] * log sum{z} phi[w | z] * theta[z | y]
  fn top() = array{z} argmax{w} phi[w | z]
end
