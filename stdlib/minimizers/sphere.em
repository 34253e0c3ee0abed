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

# A quadratic form on the unit sphere: principal directions, Rayleigh's quotient. Where the least eigenvalue is a multiple one, any vector of its
# space will do.
minimizer least_direction
  id      "M-EIG"
  order   79
  for     v[J] in sphere: 1/2 * sum{j, l} A[j, l] * v[j] * v[l]      where homogeneous
  gives   v[j] = eigenvectors(array{j, l in j} A[j, l])[j, 1]
  because "the eigenvector of the least eigenvalue"
  source  "Courant and Hilbert 1924"
  check   A[j, l] in (-2, 2), J = 4
end
