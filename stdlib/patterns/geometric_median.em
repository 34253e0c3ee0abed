# geometric_median.em: the point with the least sum of distances to the rows of x (Weber's problem): a centre that outliers hardly move.
#
#   use geometric_median
#   fit m = geometric_median(x)              # weight[N]: how much each row counts
#   print m.c
# SPDX-License-Identifier: GPL-3.0-or-later
model geometric_median(x[N, D], weight[N] >= 0 = 1)
  param c[D] init mean{i} x[i]
  minimize sum{i} weight[i] * |x[i] - c|
end
