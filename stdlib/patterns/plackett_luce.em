# plackett_luce.em: strengths from rankings of T items: r[i, 1] is the first of ranking i, r[i, 2] the second, and so on. A ranking
# may end after the first few: r[N, S] with S < T.
#
#   use plackett_luce
#   fit m = plackett_luce(r)
#   print m.share                            # strengths that sum to one
#
# Each place is a choice among the items that are left, in proportion to their strengths.
# SPDX-License-Identifier: GPL-3.0-or-later
model plackett_luce(r[N, S] >= 1, T >= 2 = max(r))
  require sum{i, s, u : u < s} (r[i, s] == r[i, u]) == 0, "a ranking names an item twice", "each row of r lists different items, the best one first"
  let left = array{i, s in S, t in T} (if (sum{u : u < s} (r[i, u] == t)) > 0 then 0 else 1)
  param strength[T] > 0 init 1 / T
  minimize sum{i, s} (log(sum{t} left[i, s, t] * strength[t]) - log(strength[r[i, s]]))
  fn share() = array{t} (strength[t] / sum(strength))
end
