# bradley_terry.em: strengths from comparisons by pairs: wins[i, j] times i was preferred to j.
#
#   use bradley_terry
#   fit m = bradley_terry(wins)
#   print m.share, m.chance[1, 2]            # strengths that sum to one; the probability that 1 beats 2
#
# Only ratios of strengths are determined. The loss has a minimum if everybody has won against somebody in each half into which
# the players can be divided.
# SPDX-License-Identifier: GPL-3.0-or-later
model bradley_terry(wins[T, T] >= 0)
  param strength[T] > 0 init 1 / T
  minimize sum{i, j : i != j} wins[i, j] * (log(strength[i] + strength[j]) - log(strength[i]))
  fn share() = array{i} (strength[i] / sum(strength))
  fn chance() = array{i, j} (strength[i] / (strength[i] + strength[j]))
end
