# A separable quadratic on a simplex. The multiplier is the greatest of those of the leading sets of cells, in the order of h:
# each of these sets gives a lower bound, and the set of positive cells attains it.
minimizer simplex_projection
  id      "M-PROJ-SIMPLEX"
  order   14
  for     p[K] in simplex: sum{k} (a[k] / 2 * p[k]^2 - h[k] * p[k])          where a[k] >= 0
  let     m = max{k} (sum{l in K} (h[l] >= h[k]) * h[l] / a[l] - 1) / sum{l in K} (h[l] >= h[k]) / a[l]
  let     g = max{k} (if a[k] > 0 then ((sum{l in K} (if a[l] > 0 and h[l] >= h[k] then h[l] / a[l] else 0)) - 1) / (sum{l in K} (if a[l] > 0 and h[l] >= h[k] then 1 / a[l] else 0)) else h[k])
  let     w[k] = if a[k] > 0 then max(h[k] - g, 0) / a[k] else 0
  let     r = 1 - sum{k} w[k]
  let     o = sum{k} (a[k] <= 0 and h[k] == g)
  gives   p[k] = if h[k] > m then (h[k] - m) / a[k] else 0
  needs   min{k} a[k] > 0 else if a[k] <= 0 and h[k] == g then max(r, 0) / o else w[k]     # the rest to the best cells without a square
  because "(h - m)/a where positive; their sum falls in the multiplier m"
  source  "Held, Wolfe and Crowder 1974"
  check   a[k] in (0.2, 3), h[k] in (-2, 2), K = 5
end
