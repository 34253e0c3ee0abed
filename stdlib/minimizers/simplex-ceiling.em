# Shares none of which may exceed a ceiling, with a floor or without one. The multiplier t of their sum is the same for all cells; each is its
# own least point, cut off at both ends, which falls as t rises. A cell with a linear cost alone jumps from one end to the other where t passes
# that cost: there it takes what the others leave, and cells of equal cost share it.
# SPDX-License-Identifier: GPL-3.0-or-later
minimizer simplex_ceiling
  id      "M-WATERFILL"
  order   10.9
  for     p[K] in simplex(floor = 0.05, ceiling = 0.4): -sum{k} c[k] * log(p[k])      where c[k] >= 0
  let     m = max{k} c[k]
  let     w[k] = c[k] / m
  let     l = sum{k} lowest(p[k])
  let     o = sum{k} (c[k] <= 0)
  search  t in (log((1 - l) / sum{k} 1), max{k} (if w[k] > 0 then log(highest(p[k])) - log(w[k]) else -inf)): sum{k} min(max(w[k] * exp(t), lowest(p[k])), highest(p[k])) - 1
  let     q[k] = min(max(w[k] * exp(t), lowest(p[k])), highest(p[k]))
  let     r = 1 - sum{k} q[k]
  gives   p[k] = q[k] + (if c[k] > 0 then 0 else max(r, 0) / o)
  needs   m > 0 else keep
  because "the cells between floor and ceiling are in proportion to their counts; cells without counts share what the others leave"
  check   c[k] in (0, 3), K = 5
end
minimizer simplex_ceiling_linear
  id      "M-WATERFILL"
  order   11.9
  for     p[K] in simplex(floor = 0.05, ceiling = 0.4): sum{k} c[k] * p[k]
  let     l = sum{k} lowest(p[k])
  let     b[k] = sum{l in K} (c[l] < c[k])
  let     n[k] = sum{l in K} (c[l] == c[k])
  gives   p[k] = min(lowest(p[k]) + max(1 - l - b[k] * (highest(p[k]) - lowest(p[k])), 0) / n[k], highest(p[k]))
  because "the cheapest cells are filled up to the ceiling, one after the other; cells of equal cost share"
  check   c[k] in (-2, 2), K = 5
end
minimizer simplex_ceiling_entropy
  id      "M-WATERFILL"
  order   12.9
  for     p[K] in simplex(floor = 0.05, ceiling = 0.4): sum{k} (t[k] * p[k] * log(p[k]) + c[k] * p[k])       where t[k] > 0
  search  u in (min{k} (-c[k] - t[k] * (1 + log(highest(p[k])))), max{k} (-c[k] - t[k]) + max{k} t[k] * log(sum{k} 1 / (1 - sum{k} lowest(p[k])))): 1 - sum{k} min(max(exp(-1 - (c[k] + u) / t[k]), lowest(p[k])), highest(p[k]))
  gives   p[k] = min(max(exp(-1 - (c[k] + u) / t[k]), lowest(p[k])), highest(p[k]))
  because "t (1 + log p) + c is the same for all cells between floor and ceiling"
  check   t[k] in (0.2, 3), c[k] in (-2, 2), K = 5
end
minimizer simplex_ceiling_power
  id      "M-WATERFILL"
  order   13.9
  for     p[K] in simplex(floor = 0.05, ceiling = 0.4): sum{k} c[k] * p[k]^q             where q > 1 and c[k] > 0
  let     w[k] = (c[k] / max{k} c[k])^(1 / (1 - q))
  search  t in (log((1 - sum{k} lowest(p[k])) / sum{k} w[k]), max{k} (log(highest(p[k])) - log(w[k]))): sum{k} min(max(w[k] * exp(t), lowest(p[k])), highest(p[k])) - 1
  gives   p[k] = min(max(w[k] * exp(t), lowest(p[k])), highest(p[k]))
  because "c p^(q - 1) is the same for all cells between floor and ceiling"
  check   c[k] in (0.1, 3), q in (1.2, 3), K = 4
end
minimizer simplex_ceiling_negative_power
  id      "M-WATERFILL"
  order   13.91
  for     p[K] in simplex(floor = 0.05, ceiling = 0.4): sum{k} c[k] * p[k]^q             where q < 0 and c[k] > 0
  let     w[k] = (c[k] / max{k} c[k])^(1 / (1 - q))
  search  t in (log((1 - sum{k} lowest(p[k])) / sum{k} w[k]), max{k} (log(highest(p[k])) - log(w[k]))): sum{k} min(max(w[k] * exp(t), lowest(p[k])), highest(p[k])) - 1
  gives   p[k] = min(max(w[k] * exp(t), lowest(p[k])), highest(p[k]))
  because "c p^(q - 1) is the same for all cells between floor and ceiling"
  check   c[k] in (0.1, 3), q in (-2, -0.5), K = 4
end
minimizer simplex_ceiling_projection
  id      "M-WATERFILL"
  order   14.9
  for     p[K] in simplex(floor = 0.05, ceiling = 0.4): sum{k} (a[k] / 2 * p[k]^2 - h[k] * p[k])          where a[k] >= 0
  let     v[k] = sum{l in K} (if a[l] > 0 then min(max((h[l] - h[k]) / a[l], lowest(p[k])), highest(p[k])) else if h[l] > h[k] then highest(p[k]) else lowest(p[k]))
  let     n[k] = sum{l in K} (a[l] == 0 and h[l] == h[k])
  let     e[k] = min(lowest(p[k]) + max(1 - v[k], 0) / n[k], highest(p[k]))
  search  t in (min{k} (h[k] - a[k] * highest(p[k])), max{k} (h[k] - a[k] * lowest(p[k]))): 1 - sum{k} (if a[k] > 0 then min(max((h[k] - t) / a[k], lowest(p[k])), highest(p[k])) else e[k])
  gives   p[k] = if a[k] > 0 then min(max((h[k] - t) / a[k], lowest(p[k])), highest(p[k])) else e[k]
  because "(h - t)/a between floor and ceiling; a cell without curvature takes what the others leave at its slope"
  check   a[k] in (1, 4), h[k] in (-1, 1), K = 5
end
minimizer simplex_ceiling_log_linear
  id      "M-WATERFILL"
  order   14.91
  for     p[K] in simplex(floor = 0.05, ceiling = 0.4): -sum{k} c[k] * log(p[k]) + sum{k} a[k] * p[k]     where c[k] >= 0
  let     v[k] = sum{l in K} (if c[l] > 0 then (if a[l] > a[k] then min(max(c[l] / (a[l] - a[k]), lowest(p[k])), highest(p[k])) else highest(p[k])) else if a[l] < a[k] then highest(p[k]) else lowest(p[k]))
  let     n[k] = sum{l in K} (c[l] == 0 and a[l] == a[k])
  let     e[k] = min(lowest(p[k]) + max(1 - v[k], 0) / n[k], highest(p[k]))
  search  t in (min{k} (c[k] / highest(p[k]) - a[k]), max{k} -a[k] + sum{k} c[k] / (1 - sum{k} lowest(p[k]))): 1 - sum{k} (if c[k] > 0 then (if a[k] + t > 0 then min(max(c[k] / (a[k] + t), lowest(p[k])), highest(p[k])) else highest(p[k])) else e[k])
  gives   p[k] = if c[k] > 0 then (if a[k] + t > 0 then min(max(c[k] / (a[k] + t), lowest(p[k])), highest(p[k])) else highest(p[k])) else e[k]
  because "c/p - a is the same for all cells between floor and ceiling; a cell without counts takes what the others leave at its cost"
  check   c[k] in (0.1, 3), a[k] in (-3, 3), K = 5
end
minimizer simplex_ceiling_reciprocal
  id      "M-WATERFILL"
  order   14.93
  for     p[K] in simplex(floor = 0.05, ceiling = 0.4): sum{k} (b[k] / p[k] - c[k] * log(p[k]) + a[k] * p[k])     where b[k] > 0 and c[k] >= 0
  search  t in (min{k} (b[k] / highest(p[k])^2 + c[k] / highest(p[k]) - a[k]), max{k} -a[k] + sum{k} (c[k] + b[k]^(1/2)) * (sum{k} 1 + sum{k} b[k]^(1/2)) / (1 - sum{k} lowest(p[k]))^2): 1 - sum{k} (if a[k] + t > 0 then min(max((c[k] + (c[k]^2 + 4 * b[k] * (a[k] + t))^(1/2)) / (2 * (a[k] + t)), lowest(p[k])), highest(p[k])) else highest(p[k]))
  gives   p[k] = if a[k] + t > 0 then min(max((c[k] + (c[k]^2 + 4 * b[k] * (a[k] + t))^(1/2)) / (2 * (a[k] + t)), lowest(p[k])), highest(p[k])) else highest(p[k])
  because "b/p^2 + c/p - a is the same for all cells between floor and ceiling"
  check   b[k] in (0.1, 3), c[k] in (0, 2), a[k] in (-3, 3), K = 5
end
minimizer simplex_ceiling_quadratic_log
  id      "M-WATERFILL"
  order   14.94
  for     p[K] in simplex(floor = 0.05, ceiling = 0.4): sum{k} (a[k] / 2 * p[k]^2 + b[k] * p[k] - c[k] * log(p[k]))      where a[k] > 0 and c[k] >= 0
  search  t in (min{k} (c[k] / highest(p[k]) - a[k] * highest(p[k]) - b[k]), max{k} -b[k] + sum{k} c[k] * sum{k} 1 / (1 - sum{k} lowest(p[k]))): 1 - sum{k} (if b[k] + t > 0 then min(max(2 * c[k] / (b[k] + t + ((b[k] + t)^2 + 4 * a[k] * c[k])^(1/2)), lowest(p[k])), highest(p[k])) else min(max((((b[k] + t)^2 + 4 * a[k] * c[k])^(1/2) - b[k] - t) / (2 * a[k]), lowest(p[k])), highest(p[k])))
  gives   p[k] = if b[k] + t > 0 then min(max(2 * c[k] / (b[k] + t + ((b[k] + t)^2 + 4 * a[k] * c[k])^(1/2)), lowest(p[k])), highest(p[k])) else min(max((((b[k] + t)^2 + 4 * a[k] * c[k])^(1/2) - b[k] - t) / (2 * a[k]), lowest(p[k])), highest(p[k]))
  because "a p + b - c/p is the same for all cells between floor and ceiling"
  check   a[k] in (0.1, 3), b[k] in (-3, 3), c[k] in (0.1, 3), K = 5
end
