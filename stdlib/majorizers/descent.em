# Whole losses. These do not lie above what they replace, but where they fall it falls; so they serve a loss as a whole, never a term of it.
majorizer ratio
  id      "R-DINKELBACH"
  order   10
  for     u / v                               where v > 0
  bound   r + (u - r * v) / touch(v)
  with    r = touch(u / v)
  update  descent
  because "with r, the value of the quotient now, u - r v is 0 now; where it falls below 0, u / v falls below r"
  source  "Dinkelbach 1967"
  check   u in (-3, 3), v in (0.2, 3)
end

majorizer monotone
  id      "R-ARGMIN-MONO"
  order   20
  for     f(u)                                where increasing(f)
  bound   touch(f(u)) + w * (u - touch(u))
  with    w = touch(slope(f(u), u))
  update  descent
  because "an increasing function falls where its argument does"
  check   u in (0.1, 5)
end

majorizer product
  id      "R-ARGMIN-MONO"
  order   15
  for     prod{z} a[z]                        where a[z] > 0
  bound   p * (1 + sum{z} (log(a[z]) - log(touch(a[z]))))
  with    p = touch(prod{z} a[z])
  update  descent
  because "a product of positive numbers falls where the sum of their logarithms does"
  check   a[z] in (0.2, 3), Z = 3
end
