# Probabilities none of which may fall below a floor: the rows of the simplex, where a cell that would be smaller sits on the floor
# and the others share what is left.
minimizer simplex_floor
  id      "M-SIMPLEX-FLOOR"
  order   10
  for     p[K] in simplex(floor = 0.05): -sum{k} c[k] * log(p[k])            where c[k] >= 0
  let     m = max{k} c[k]
  let     w[k] = c[k] / m
  let     l = sum{k} lowest(p[k])
  search  t in ((1 - l) / sum{k} 1, 1): sum{k} max(w[k] * t, lowest(p[k])) - 1
  let     s = sum{k} (if w[k] * t > lowest(p[k]) then w[k] else 0)
  let     r = 1 - sum{k} (if w[k] * t > lowest(p[k]) then 0 else lowest(p[k]))
  gives   p[k] = if w[k] * t > lowest(p[k]) then r * w[k] / s else lowest(p[k])
  needs   m > 0 else keep
  update  closed-form
  because "the free cells share what the floor leaves in proportion to their counts"
  check   c[k] in (0, 3), K = 5
end
minimizer simplex_floor_any_count
  id      "M-SIMPLEX-FLOOR"
  order   10.5
  for     p[K] in simplex(floor = 0.05): -sum{k} c[k] * log(p[k])
  let     m = max{k} c[k]
  let     w[k] = max(c[k], 0) / m
  let     l = sum{k} lowest(p[k])
  search  t in ((1 - l) / sum{k} 1, 1): sum{k} max(w[k] * t, lowest(p[k])) - 1
  let     s = sum{k} (if w[k] * t > lowest(p[k]) then w[k] else 0)
  let     r = 1 - sum{k} (if w[k] * t > lowest(p[k]) then 0 else lowest(p[k]))
  gives   p[k] = if w[k] * t > lowest(p[k]) then r * w[k] / s else lowest(p[k])
  needs   m > 0 else (if k == argmax{l in K} c[l] then 1 - sum{l in K} (l != k) * lowest(p[k]) else lowest(p[k]))
  needs   m != 0 or min{k} c[k] < 0 else keep
  update  closed-form
  because "the free cells share what the floor leaves in proportion to their counts; a negative count pushes its cell to the floor"
  check   c[k] in (-0.5, 3), K = 5
end
minimizer simplex_floor_linear
  id      "M-SIMPLEX-LINEAR"
  order   11
  for     p[K] in simplex(floor = 0.05): sum{k} c[k] * p[k]
  let     m = min{k} c[k]
  let     s = sum{k} (c[k] == m)
  let     r = 1 - sum{k} lowest(p[k])
  gives   p[k] = lowest(p[k]) + r * (c[k] == m) / s
  because "what the floor leaves goes to the cheapest cells"
  check   c[k] in (-2, 2), K = 5
end
minimizer simplex_floor_entropy
  id      "M-SIMPLEX-ENT"
  order   12
  for     p[K] in simplex(floor = 0.05): sum{k} (t * p[k] * log(p[k]) + c[k] * p[k])       where t >= 0
  let     m = min{k} c[k]
  let     w[k] = if t > 0 then exp((m - c[k]) / t) else c[k] == m
  search  u in (0, 1): sum{k} max(w[k] * u, lowest(p[k])) - 1
  let     s = sum{k} (if w[k] * u > lowest(p[k]) then w[k] else 0)
  let     r = 1 - sum{k} (if w[k] * u > lowest(p[k]) then 0 else lowest(p[k]))
  gives   p[k] = if w[k] * u > lowest(p[k]) then r * w[k] / s else lowest(p[k])
  because "t (1 + log p) + c is the same for all cells above the floor, and greater on it"
  check   t in (0.2, 3), c[k] in (-2, 2), K = 5
end
minimizer simplex_floor_projection
  id      "M-PROJ-SIMPLEX"
  order   14
  for     p[K] in simplex(floor = 0.05): sum{k} (a[k] / 2 * p[k]^2 - h[k] * p[k])          where a[k] >= 0
  let     m = max{k} (if a[k] > 0 then -inf else h[k])
  search  t in (m, max{k} h[k]): 1 - sum{k} (if a[k] > 0 then max((h[k] - t) / a[k], lowest(p[k])) else lowest(p[k]))
  let     q[k] = if a[k] > 0 then max((h[k] - t) / a[k], lowest(p[k])) else lowest(p[k])
  let     n = sum{k} (a[k] == 0 and h[k] == m)
  let     r = 1 - sum{k} q[k]
  gives   p[k] = q[k] + (if n > 0 and a[k] == 0 and h[k] == m then max(r, 0) / n else 0)
  because "(h - t)/a above the floor; their sum falls in the multiplier t, which is at least the slope of every cell without curvature"
  check   a[k] in (0.2, 3), h[k] in (-2, 2), K = 5
end
minimizer simplex_floor_log_linear
  id      "M-SIMPLEX-LOG-LIN"
  order   14.1
  for     p[K] in simplex(floor = 0.05): -sum{k} c[k] * log(p[k]) + sum{k} a[k] * p[k]     where c[k] >= 0
  let     m = min{k} a[k]
  let     l = sum{k} lowest(p[k])
  search  t in (0, sum{k} c[k] / (1 - l)): 1 - sum{k} (if c[k] > 0 then max(c[k] / (a[k] - m + t), lowest(p[k])) else lowest(p[k]))
  let     q[k] = if c[k] > 0 then max(c[k] / (a[k] - m + t), lowest(p[k])) else lowest(p[k])
  let     n = sum{k} (a[k] == m)
  let     r = 1 - sum{k} q[k]
  gives   p[k] = q[k] + (if a[k] == m then max(r, 0) / n else 0)
  because "c/p - a is the same for all cells above the floor; the cheapest one takes what the others leave"
  check   c[k] in (0.1, 3), a[k] in (-3, 3), K = 5
end
