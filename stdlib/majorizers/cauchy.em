# Minus a Euclidean norm: the inequality of Cauchy and Schwarz.
majorizer cauchy
  id      "R-CAUCHY"
  order   47
  for     -(sum{d} v[d]^2)^(1/2)
  bound   -sum{d} w[d] * v[d]
  with    w[d] = touch(if sum{d} v[d]^2 > 0 then v[d] / (sum{d} v[d]^2)^(1/2) else 0)
  because "Cauchy and Schwarz: the norm lies above the product with any unit vector, here its own direction now"
  source  "de Leeuw 1977"
  check   v[d] in (-3, 3), D = 3
end
