# A linear function of a matrix with orthonormal rows.
minimizer procrustes
  id      "M-PROCRUSTES"
  order   83
  for     R[Q, D] in orthogonal: -sum{q, d} M[q, d] * R[q, d]
  gives   R[q, d] = polar_factor(M)[q, d]
  because "the polar factor U V' of M = U S V': von Neumann's trace inequality"
  source  "Schonemann 1966"
  check   M[q, d] in (-2, 2), Q = 2, D = 3
end
