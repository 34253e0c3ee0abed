# Quadratic forms of orthonormal rows: principal components, spectral clustering, discriminants.
minimizer least_directions
  id      "M-EIG"
  order   78
  for     W[Q, D] in orthogonal: 1/2 * sum{q, d, e} A[d, e] * W[q, d] * W[q, e]      where homogeneous
  gives   W[q, d] = sum{k in D} (k == q) * eigenvectors(array{d, e in D} A[d, e])[d, k]
  because "the eigenvectors of the least eigenvalues, least first; among equal ones any basis of their space"
  source  "Fan 1949"
  check   A[d, e] in (-2, 2), Q = 2, D = 4
end
# A form that weighs the rows as well: the orientation of covariances whose eigenvalues are known.
minimizer paired_directions
  id      "M-EIG"
  order   77
  for     W[Q, D] in orthogonal: 1/2 * sum{q, r, d, e} A[q, r] * W[q, d] * B[d, e] * W[r, e]      where homogeneous and semidefinite(A)
  gives   W[q, d] = sum{p in Q} eigenvectors(array{q, r in Q} -A[q, r])[q, p] * sum{k in D} (k == p) * eigenvectors(array{d, e in D} B[d, e])[d, k]
  because "von Neumann's inequality: the eigenvectors of both sides go in pairs, the greatest weight with the least eigenvalue"
  source  "von Neumann 1937; Celeux and Govaert 1995"
  check   B[d, e] in (-2, 2), Q = 2, D = 4
end
