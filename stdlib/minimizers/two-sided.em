# Quadratic forms of a matrix that couple rows by one matrix and columns by another: solved in their eigenvectors.
minimizer two_sided
  id      "M-KRON"
  order   20.8
  for     X[Q, D]: 1/2 * sum{q, r, d, e} A[q, r] * (X[q, d] - touch(X[q, d])) * B[d, e] * (X[r, e] - touch(X[r, e])) + c / 2 * sum{q, d} (X[q, d] - touch(X[q, d]))^2 + sum{q, d} G[q, d] * (X[q, d] - touch(X[q, d]))
  let     T[q, d] = sum{r in Q} eigenvectors(array{q, r in Q} A[q, r])[r, q] * sum{e in D} G[r, e] * eigenvectors(array{d, e in D} B[d, e])[e, d]
  let     w[q, d] = eigenvalues(array{q, r in Q} A[q, r])[q] * eigenvalues(array{d, e in D} B[d, e])[d] + c
  let     m = max{q, d} abs(w[q, d])
  let     N[q, d] = if w[q, d] > 1e-13 * m then T[q, d] / w[q, d] else 0
  gives   X[q, d] = touch(X[q, d]) - sum{r in Q} eigenvectors(array{q, r in Q} A[q, r])[q, r] * sum{e in D} N[r, e] * eigenvectors(array{d, e in D} B[d, e])[d, e]
  because "in the eigenvectors of both sides each entry stands by itself"
  source  "Golub and Van Loan 1996"
  check   c in (0.1, 1), G[q, d] in (-2, 2), Q = 2, D = 3
end
minimizer sylvester
  id      "M-KRON"
  order   20.9
  for     X[Q, D]: 1/2 * sum{q, r, d} A[q, r] * (X[q, d] - touch(X[q, d])) * (X[r, d] - touch(X[r, d])) + 1/2 * sum{q, d, e} B[d, e] * (X[q, d] - touch(X[q, d])) * (X[q, e] - touch(X[q, e])) + c / 2 * sum{q, d} (X[q, d] - touch(X[q, d]))^2 + sum{q, d} G[q, d] * (X[q, d] - touch(X[q, d]))
  let     T[q, d] = sum{r in Q} eigenvectors(array{q, r in Q} A[q, r])[r, q] * sum{e in D} G[r, e] * eigenvectors(array{d, e in D} B[d, e])[e, d]
  let     w[q, d] = eigenvalues(array{q, r in Q} A[q, r])[q] + eigenvalues(array{d, e in D} B[d, e])[d] + c
  let     m = max{q, d} abs(w[q, d])
  let     N[q, d] = if w[q, d] > 1e-13 * m then T[q, d] / w[q, d] else 0
  gives   X[q, d] = touch(X[q, d]) - sum{r in Q} eigenvectors(array{q, r in Q} A[q, r])[q, r] * sum{e in D} N[r, e] * eigenvectors(array{d, e in D} B[d, e])[d, e]
  because "A X + X B = H: in the eigenvectors of both sides each entry stands by itself"
  source  "Sylvester 1884; Golub and Van Loan 1996"
  check   c in (0.1, 1), G[q, d] in (-2, 2), Q = 2, D = 3
end
