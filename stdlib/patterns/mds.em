# mds.em: metric multidimensional scaling: points whose distances are near the given ones, by raw stress (the SMACOF algorithm).
#
#   use mds
#   fit m = mds(d) with restarts = 10        # a map: two coordinates
#   fit m = mds(d, K = 3, weight = w)        # weight[C, C]: 0 where a distance is not known
#   print m.x, m.distance
#
# d[C, C]: dissimilarities; only those above the diagonal count. m.stress: Kruskal's stress-1.
# SPDX-License-Identifier: GPL-3.0-or-later
model mds(d[C, C] >= 0, K >= 1 = 2, weight[C, C] >= 0 = 1)
  param x[C, K] init gauss(0, max(d) / 2)
  minimize sum{i, j : i < j} weight[i, j] * (d[i, j] - |x[i] - x[j]|)^2
  fn distance() = array{i, j} |x[i] - x[j]|
  fn stress() = sqrt((sum{i, j : i < j} weight[i, j] * (d[i, j] - |x[i] - x[j]|)^2) / sum{i, j : i < j} weight[i, j] * |x[i] - x[j]|^2)
end
