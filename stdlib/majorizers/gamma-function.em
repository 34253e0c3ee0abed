# log Gamma from above by a quadratic and a logarithm: Gamma shapes with a closed form. A search on log Gamma itself needs fewer steps.
majorizer gamma_function
  id      "R-LGAMMA"
  order   94
  for     lgamma(u)                           where u > 0
  bound   touch(lgamma(1 + u)) - log(u) + touch(digamma(1 + u)) * (u - touch(u)) + c / 2 * (u - touch(u))^2
  with    c = touch(if u < 0.001 then 1.6449340668482265 else min(2 * (u * digamma(1 + u) - lgamma(1 + u)) / u^2, 1.6449340668482265))
  update  loose
  because "lgamma(u) = lgamma(1 + u) - log(u), and the curvature of the first falls: the parabola through its end at 0 lies above it"
  source  "Minka 2002; de Leeuw and Lange 2009"
  check   u in (0.0005, 20)
end
