# The nearest positive definite matrix, with or without a log-determinant: eigenvalue by eigenvalue.
minimizer precision_with_square
  id      "M-SPD-QUAD"
  order   35
  for     P[D, D] in spd: -n * logdet(P) + sum{d, e} (a / 2 * P[d, e]^2 - H[d, e] * P[d, e])       where n > 0 and a >= 0
  let     M[d, e] = (H[d, e] + H[e, d]) / (2 * a)
  let     l[q] = eigenvalues(array{d, e in d} M[d, e])[q]
  let     r[q] = sqrt(l[q]^2 + 4 * n / a)
  let     s[q] = if l[q] > 0 then (l[q] + r[q]) / 2 else 2 * n / (a * (r[q] - l[q]))
  gives   P[d, e] = sum{q in d} eigenvectors(array{d, e in d} M[d, e])[d, q] * eigenvectors(array{d, e in d} M[d, e])[e, q] * s[q]
  needs   a > 1e-307 else keep
  because "the directions are those of H; a l - n/l = h in each of them, the branch without cancellation"
  source  "Witten and Tibshirani 2009"
  check   n in (0.1, 4), a in (0.1, 3), H[d, e] in (-2, 2), D = 3
end
minimizer nearest_semidefinite
  id      "M-PROJ-PSD"
  order   36
  for     S[D, D] in spd(floor = 0.5, ceiling = 2): sum{d, e} (a / 2 * S[d, e]^2 - H[d, e] * S[d, e])       where a >= 0
  let     M[d, e] = (H[d, e] + H[e, d]) / 2
  let     l[q] = eigenvalues(array{d, e in d} M[d, e])[q]
  let     s[q] = min(max(l[q] / a, lowest(S[d, e])), highest(S[d, e]))
  gives   S[d, e] = sum{q in d} eigenvectors(array{d, e in d} M[d, e])[d, q] * eigenvectors(array{d, e in d} M[d, e])[e, q] * s[q]
  needs   a > 1e-307 else keep
  because "the nearest matrix has the directions of H and its eigenvalues, cut off"
  source  "Higham 1988"
  check   a in (0.1, 3), H[d, e] in (-4, 4), D = 3
end
