# Rows on a simplex whose multiplier t is searched: it is the same for all cells, each of which falls as t rises.
minimizer simplex_log_linear
  id      "M-SIMPLEX-LOG-LIN"
  order   14.1
  for     p[K] in simplex: -sum{k} c[k] * log(p[k]) + sum{k} a[k] * p[k]     where c[k] >= 0
  let     m = min{k} a[k]
  search  t in (max{k} (c[k] - (a[k] - m)), sum{k} c[k]): 1 / (sum{k} (if c[k] > 0 then c[k] / (a[k] - m + t) else 0)) - 1
  let     q[k] = if c[k] > 0 then c[k] / (a[k] - m + t) else 0
  let     s = sum{k} q[k]
  gives   p[k] = q[k] + (if k == argmin{l in K} a[l] then max(1 - s, 0) else 0)
  needs   max{k} c[k] > 0 else k == argmin{l in K} a[l]
  because "c/p - a is the same for all cells; the cheapest one takes what the others, with all that they earn, leave"
  check   c[k] in (0.1, 3), a[k] in (-3, 3), K = 5
end
minimizer simplex_reciprocal
  id      "M-WATERFILL"
  order   14.2
  for     p[K] in simplex: sum{k} (c[k] / p[k] + a[k] * p[k])                where c[k] >= 0
  let     m = min{k} a[k]
  search  t in (max{k} (c[k] - (a[k] - m)), (sum{k} c[k]^(1/2))^2): 1 / (sum{k} (if c[k] > 0 then (c[k] / (a[k] - m + t))^(1/2) else 0)) - 1
  let     q[k] = if c[k] > 0 then (c[k] / (a[k] - m + t))^(1/2) else 0
  let     s = sum{k} q[k]
  gives   p[k] = (q[k] + (if k == argmin{l in K} a[l] then max(1 - s, 0) else 0)) / max(s, 1)
  needs   max{k} c[k] > 0 else k == argmin{l in K} a[l]
  because "c/p^2 - a is the same for all cells; the cheapest one takes what the others leave"
  check   c[k] in (0.1, 3), a[k] in (-3, 3), K = 5
end
minimizer simplex_log_reciprocal
  id      "M-WATERFILL"
  order   14.3
  for     p[K] in simplex: sum{k} (b[k] / p[k] - c[k] * log(p[k]) + a[k] * p[k])     where b[k] >= 0 and c[k] >= 0
  let     m = min{k} a[k]
  search  t in (0, sum{k} (c[k] + b[k]^(1/2)) * (sum{k} 1 + sum{k} b[k]^(1/2))): 1 - sum{k} (if b[k] + c[k] > 0 then (c[k] + (c[k]^2 + 4 * b[k] * (a[k] - m + t))^(1/2)) / (2 * (a[k] - m + t)) else 0)
  let     q[k] = if b[k] + c[k] > 0 then (c[k] + (c[k]^2 + 4 * b[k] * (a[k] - m + t))^(1/2)) / (2 * (a[k] - m + t)) else 0
  let     s = sum{k} q[k]
  gives   p[k] = (q[k] + (if k == argmin{l in K} a[l] then max(1 - s, 0) else 0)) / max(s, 1)
  needs   max{k} (b[k] + c[k]) > 0 else k == argmin{l in K} a[l]
  because "b/p^2 + c/p - a is the same for all cells; the cheapest one takes what the others leave"
  check   b[k] in (0.1, 3), c[k] in (0, 2), a[k] in (-3, 3), K = 5
end
minimizer simplex_quadratic_log
  id      "M-WATERFILL"
  order   14.4
  for     p[K] in simplex: sum{k} (a[k] / 2 * p[k]^2 + b[k] * p[k] - c[k] * log(p[k]))      where a[k] >= 0 and c[k] >= 0
  let     z = max{k} (if a[k] + c[k] > 0 then -inf else -b[k])                # cells with a linear cost alone take what the others leave
  let     o = sum{k} (a[k] + c[k] <= 0 and -b[k] == z)
  search  t in (z, inf): 1 - sum{k} (if a[k] + c[k] <= 0 then 0 else if b[k] + t > 0 then 2 * c[k] / (b[k] + t + ((b[k] + t)^2 + 4 * a[k] * c[k])^(1/2)) else if a[k] > 0 then (((b[k] + t)^2 + 4 * a[k] * c[k])^(1/2) - b[k] - t) / (2 * a[k]) else inf)
  let     q[k] = if a[k] + c[k] <= 0 then 0 else if b[k] + t > 0 then 2 * c[k] / (b[k] + t + ((b[k] + t)^2 + 4 * a[k] * c[k])^(1/2)) else (((b[k] + t)^2 + 4 * a[k] * c[k])^(1/2) - b[k] - t) / (2 * a[k])
  let     s = sum{k} q[k]
  gives   p[k] = (q[k] + (if a[k] + c[k] <= 0 and -b[k] == z then max(1 - s, 0) / o else 0)) / max(s, 1)
  because "a p + b - c/p is the same for all cells"
  check   a[k] in (0.1, 3), b[k] in (-3, 3), c[k] in (0.1, 3), K = 5
end
minimizer simplex_entropies
  id      "M-WATERFILL"
  order   14.5
  for     p[K] in simplex: sum{k} (t[k] * p[k] * log(p[k]) + c[k] * p[k])    where t[k] >= 0
  let     z = max{k} (if t[k] > 0 then -inf else -c[k])                       # cells with a linear cost alone take what the others leave
  let     o = sum{k} (t[k] <= 0 and -c[k] == z)
  search  u in (z, inf): -log(sum{k} (if t[k] > 0 then exp(-1 - (c[k] + u) / t[k]) else 0))
  let     q[k] = if t[k] > 0 then exp(-1 - (c[k] + u) / t[k]) else 0
  let     s = sum{k} q[k]
  gives   p[k] = (q[k] + (if t[k] <= 0 and -c[k] == z then max(1 - s, 0) / o else 0)) / (if o > 0 then max(s, 1) else s)
  because "t (1 + log p) + c is the same for all cells"
  check   t[k] in (0.2, 3), c[k] in (-3, 3), K = 5
end
