# latent_classes.em: latent class analysis (LCA, a mixture of categorical distributions): N people answer J questions by one of
# C categories, 1..C; within a class the answers are independent.
#
#   use latent_classes
#   fit m = latent_classes(x, K = 2) with restarts = 10
#   print m.w, m.p[:, 1, 2]                  # sizes of the classes; how each answers category 1 of question 2
#   print m.label, m.responsibility[1]
#
# p[C | K, J]: probability of each answer, for each class and question.
# SPDX-License-Identifier: GPL-3.0-or-later
model latent_classes(x[N, J] >= 1, K >= 1, C >= 2 = max(x))
  param w[K] in simplex init 1 / K
  param p[C | K, J]
  minimize -sum{i} log sum{k} w[k] * prod{j} p[x[i, j] | k, j]
  fn responsibility() = array{i, k} exp(log(w[k]) + (sum{j} log p[x[i, j] | k, j]) - log sum{l} w[l] * prod{j} p[x[i, j] | l, j])
  fn label() = array{i} argmax{k} (log(w[k]) + sum{j} log p[x[i, j] | k, j])
end
