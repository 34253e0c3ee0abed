# Rising numbers: the first, and the logarithms of the steps.
chart ordered
  id      "C-STEPS"
  for     x[K] ordered: x[k] = sum{l in K} (l <= k) * (if l == 1 then u[l] else exp(u[l]))
  inverse u[k] = if k == 1 then x[k] else log(x[k] - max{l in K} (if l < k then x[l] else x[1]))
  because "positive steps"
  check   u[k] in (-1, 1), K = 4
end
