# A linear function on the unit sphere: von Mises-Fisher means, spherical clusters.
minimizer sphere
  id      "M-SPHERE"
  order   80
  for     v[D] in sphere: -sum{d} h[d] * v[d]
  let     s = (sum{d} h[d]^2)^(1/2)
  gives   v[d] = h[d] / s
  needs   s > 0 else keep
  because "Cauchy and Schwarz: the direction of h"
  check   h[d] in (-2, 2), D = 4
end
