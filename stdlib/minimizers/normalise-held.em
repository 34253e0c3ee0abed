# Rows on a simplex some of whose cells are fixed: the others share what is left.
minimizer normalise_held
  id      "M-SIMPLEX-TIED"
  order   10.1
  for     p[K] in simplex: -sum{k} a[k] * log(p[k])         where held and a[k] >= 0
  let     s = sum{k} free(p[k]) * a[k]
  let     r = 1 - sum{k} (1 - free(p[k])) * touch(p[k])
  gives   p[k] = if free(p[k]) == 1 then r * a[k] / s else touch(p[k])
  needs   s > 1e-307 else keep                   # below, 1/s is no number
  because "Lagrange multiplier of the sum of the free cells"
  check   a[k] in (0.1, 3), K = 5
end
minimizer entropy_held
  id      "M-SIMPLEX-TIED"
  order   12.1
  for     p[K] in simplex: sum{k} (t * p[k] * log(p[k]) + c[k] * p[k])       where held and t >= 0
  let     m = min{k} (if free(p[k]) == 1 then c[k] else 1e308)
  let     s = sum{k} (if free(p[k]) == 1 then exp((m - c[k]) / t) else 0)
  let     o = sum{k} (free(p[k]) == 1 and c[k] == m)
  let     r = 1 - sum{k} (1 - free(p[k])) * touch(p[k])
  gives   p[k] = if free(p[k]) == 1 then r * exp((m - c[k]) / t) / s else touch(p[k])
  needs   t > 0 else if free(p[k]) == 1 then r * (c[k] == m) / o else touch(p[k])
  because "t (1 + log p) + c is the same for all free cells"
  check   t in (0.2, 3), c[k] in (-2, 2), K = 5
end
minimizer projection_held
  id      "M-SIMPLEX-TIED"
  order   14.05
  for     p[K] in simplex: sum{k} (a[k] / 2 * p[k]^2 - h[k] * p[k])          where held and a[k] >= 0
  let     r = 1 - sum{k} (1 - free(p[k])) * touch(p[k])
  let     z = max{k} (if free(p[k]) == 1 and a[k] <= 0 then h[k] else -inf)       # cells without a square take what the others leave
  let     o = sum{k} (free(p[k]) == 1 and a[k] <= 0 and h[k] == z)
  search  t in (z, inf): r - sum{k} (if free(p[k]) == 1 and a[k] > 0 then max(h[k] - t, 0) / a[k] else 0)
  let     w[k] = if free(p[k]) == 1 and a[k] > 0 then max(h[k] - t, 0) / a[k] else 0
  let     s = sum{k} w[k]
  gives   p[k] = if free(p[k]) == 0 then touch(p[k]) else if a[k] <= 0 and h[k] == z then max(r - s, 0) / o else w[k]
  because "(h - t)/a where positive, for the free cells; their sum falls in the multiplier t"
  check   a[k] in (0.2, 3), h[k] in (-0.2, 0.2), K = 5
end
minimizer log_linear_held
  id      "M-SIMPLEX-TIED"
  order   14.15
  for     p[K] in simplex: -sum{k} c[k] * log(p[k]) + sum{k} a[k] * p[k]     where held and c[k] >= 0
  let     m = min{k} (if free(p[k]) == 1 then a[k] else 1e300)
  let     o = sum{k} (free(p[k]) == 1 and a[k] == m)
  let     r = 1 - sum{k} (1 - free(p[k])) * touch(p[k])
  search  t in (0, (sum{k} c[k]) / max(r, 1e-300)): r - sum{k} (if free(p[k]) == 1 and c[k] > 0 then c[k] / (a[k] - m + t) else 0)
  let     q[k] = if free(p[k]) == 1 and c[k] > 0 then c[k] / (a[k] - m + t) else 0
  let     s = sum{k} q[k]
  gives   p[k] = if free(p[k]) == 1 then q[k] + (if a[k] == m then max(r - s, 0) / o else 0) else touch(p[k])
  because "c/p - a is the same for all free cells; the cheapest ones take what the others, with all that they earn, leave"
  check   c[k] in (0.1, 3), a[k] in (-3, 3), K = 5
end
