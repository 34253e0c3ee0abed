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
