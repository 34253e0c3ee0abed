# The least of several lies below each of them: keep the one that is least now (the first of them on ties).
majorizer minimum
  id      "R-MIN"
  order   31
  for     min{k} f[k]
  bound   sum{k} least[k] * f[k]
  with    least[k] = touch(k == argmin{k} f[k])
  because "the minimum lies below any fixed choice; the choice that is least at the touch touches it"
  source  "Hunter and Lange 2004"
  check   f[k] in (-3, 3), K = 4
end
