# Rising numbers: the first, or the distance of the outermost from an end, and the steps. Between two ends the steps and what is
# left over are shares of the whole.
# SPDX-License-Identifier: GPL-3.0-or-later
chart ordered
  id      "C-STEPS"
  for     x[K] ordered: x[k] = sum{l in K} (l <= k) * (if l == 1 then u[l] else exp(u[l]))
  inverse u[k] = if k == 1 then x[k] else log(x[k] - max{l in K} (if l < k then x[l] else x[1]))
  because "positive steps"
  check   u[k] in (-1, 1), K = 4
end
chart ordered_above
  id      "C-STEPS"
  for     x[K] ordered > 0: x[k] = sum{l in K} (l <= k) * exp(u[l])
  inverse u[k] = if k == 1 then log(x[k]) else log(x[k] - max{l in K} (if l < k then x[l] else x[1]))
  because "positive steps from the end"
  check   u[k] in (-1, 1), K = 4
end
chart ordered_below
  id      "C-STEPS"
  for     x[K] ordered < 0: x[k] = -sum{l in K} (l >= k) * exp(u[l])
  inverse u[k] = log((if k == K then 0 else min{l in K} (if l > k then x[l] else 0)) - x[k])
  because "positive steps down from the end"
  check   u[k] in (-1, 1), K = 4
end
chart ordered_between
  id      "C-STEPS"
  for     x[K] ordered in (0, 1): x[k] = sum{l in K} (l <= k) * exp(u[l]) / (1 + sum{l in K} exp(u[l]))
  inverse u[k] = log(x[k] - (if k == 1 then 0 else max{l in K} (if l < k then x[l] else 0))) - log(1 - max{l in K} x[l])
  because "the steps and the rest are shares of 1"
  check   u[k] in (-1, 1), K = 4
end
