# kmeans.em: K centres, each point counted at the nearest.
#
#   use kmeans
#   fit m = kmeans(x, K = 3) with restarts = 10
#   print m.c
# SPDX-License-Identifier: GPL-3.0-or-later
model kmeans(x[N, D], K)
  param c[K, D] init sample(x)
  minimize sum{i} min{k} |x[i] - c[k]|^2
end
