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

# The same without reflections. The determinant of an orthogonal matrix P comes from the eigenvalues of its symmetric part: those that belong
# to angles are in pairs, so that their alternating sum has only what 1 and -1 leave.
minimizer proper_rotation
  id      "M-PROCRUSTES"
  order   84
  for     R[D, D] in rotation: -sum{d, e} M[d, e] * R[d, e]
  let     P[d, e] = (polar_factor(M)[d, e] + polar_factor(M)[e, d]) / 2
  let     c[d] = eigenvalues(array{d in D, e in D} P[d, e])[d]
  let     s = 1 + sum{d in D} (if 2 * floor(d / 2) == d then 1 else -1) * (1 - c[d])
  gives   R[d, e] = recompose(array{d in D, e in D} M[d, e], array{d in D} (if d < sum{d in D} 1 or s > 0 then 1 else -1))[d, e]
  because "the polar factor U V', where it is a rotation; else the direction with the least singular value is turned round"
  source  "Kabsch 1976"
  check   M[d, e] in (-2, 2), D = 3
end
