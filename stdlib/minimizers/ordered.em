# Numbers that do not fall: entries that would are pooled, and a pool has the sums of its entries' coefficients.
minimizer ordered_quadratic
  id      "M-ISO"
  order   15
  for     x[K] in ordered: sum{k} (a[k] / 2 * x[k]^2 - h[k] * x[k])          where a[k] >= 0
  let     q[k] = min(max(pooled(h, a)[k], lowest(x[k])), highest(x[k]))
  gives   x[k] = q[k]
  needs   max{k} (a[k] + abs(h[k])) > 0 else keep
  needs   max{k} abs(q[k]) < 1e300 else unbounded
  because "pool adjacent violators: stretches of equal numbers lie at sum h / sum a; ends of the domain cut them off"
  source  "Ayer, Brunk, Ewing, Reid and Silverman 1955; Barlow and others 1972"
  check   a[k] in (0.1, 3), h[k] in (-3, 3), K = 5
end
minimizer ordered_log_linear
  id      "M-ISO"
  order   15.1
  for     x[K] in ordered > 0: sum{k} (a[k] * x[k] - c[k] * log(x[k]))       where a[k] >= 0 and c[k] >= 0
  let     q[k] = min(max(pooled(c, a)[k], max(lowest(x[k]), 1e-300)), highest(x[k]))
  gives   x[k] = q[k]
  needs   max{k} (a[k] + c[k]) > 0 else keep
  needs   max{k} q[k] < 1e300 else unbounded
  because "pool adjacent violators: stretches of equal numbers lie at sum c / sum a; ends of the domain cut them off"
  source  "Barlow, Bartholomew, Bremner and Brunk 1972"
  check   a[k] in (0.1, 3), c[k] in (0.1, 3), K = 5
end
minimizer ordered_log_reciprocal
  id      "M-ISO"
  order   15.2
  for     x[K] in ordered > 0: sum{k} (c[k] * log(x[k]) + b[k] / x[k])       where b[k] >= 0 and c[k] >= 0
  let     q[k] = min(max(pooled(b, c)[k], lowest(x[k])), min(highest(x[k]), 1e300))
  gives   x[k] = q[k]
  needs   max{k} (b[k] + c[k]) > 0 else keep
  needs   min{k} q[k] > 0 or max{k} (b[k] + c[k]) == 0 else unbounded
  needs   max{k} q[k] < 1e300 else infinite
  because "pool adjacent violators: stretches of equal numbers lie at sum b / sum c; ends of the domain cut them off"
  source  "Barlow, Bartholomew, Bremner and Brunk 1972"
  check   b[k] in (0.1, 3), c[k] in (0.1, 3), K = 5
end
