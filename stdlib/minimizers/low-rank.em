# The nearest matrix of bounded rank, and the one that a penalty on singular values leaves.
minimizer bounded_rank
  id      "M-PCA"
  order   84
  for     X[Q, D] in rank(1): sum{q, d} (a / 2 * X[q, d]^2 - H[q, d] * X[q, d])      where a >= 0
  let     s[q] = singular_values(array{q, d} H[q, d])[q]
  gives   X[q, d] = recompose(array{q, d} H[q, d], array{q} (q <= highest(X[q, d])) * s[q])[q, d] / a
  needs   a > 1e-307 else keep                   # below, 1/a is no number
  needs   a > 1e-307 or max{q} s[q] <= 1e-280 else unbounded
  because "the nearest matrix of this rank keeps the greatest singular values"
  source  "Eckart and Young 1936"
  check   a in (0.1, 3), H[q, d] in (-2, 2), Q = 3, D = 4
end
minimizer singular_values_shrunk
  id      "M-SVT"
  order   19
  for     X[Q, D]: sum{q, d} (a / 2 * X[q, d]^2 - H[q, d] * X[q, d]) + l * sum{q} singular_values(array{q, d} X[q, d])[q]      where a >= 0 and l >= 0
  let     s[q] = singular_values(array{q, d} H[q, d])[q]
  gives   X[q, d] = recompose(array{q, d} H[q, d], array{q} max(s[q] - l, 0))[q, d] / a
  needs   a > 1e-307 else if max{q} s[q] <= l then 0 else touch(X[q, d])
  needs   a > 1e-307 or max{q} s[q] <= l else unbounded
  because "von Neumann's inequality: the directions are those of H, and each singular value shrinks by itself"
  source  "Cai, Candes and Shen 2010"
  check   a in (0.1, 3), H[q, d] in (-2, 2), l in (0, 0.6), Q = 2, D = 3
end
# Weights of their own, in any order: the inner product with H is at most that of the two lists of singular values, so what is left is a sum over
# numbers that fall from the first to the last; those that would rise are taken as one (pool adjacent violators).
minimizer singular_values_weighted
  id      "M-SVT"
  order   84.5
  for     X[Q, D]: sum{q, d} (a / 2 * X[q, d]^2 - H[q, d] * X[q, d]) + sum{q} l[q] * singular_values(array{q, d} X[q, d])[q]      where a >= 0
  let     s[q] = singular_values(array{q, d} H[q, d])[q]
  let     v[q] = l[q] - s[q]
  let     n[q] = 1
  let     u[q] = -pooled(v, n)[q]
  let     g[q] = sum{r in Q} (r <= q) * v[r]
  gives   X[q, d] = recompose(array{q, d} H[q, d], array{q} max(u[q], 0))[q, d] / a
  needs   a > 1e-307 else if min{q} g[q] >= 0 then 0 else touch(X[q, d])
  needs   a > 1e-307 or min{q} g[q] >= 0 else unbounded
  because "von Neumann's inequality: the directions are those of H, and of its singular values each shrinks by its own weight, as long as they stay in order"
  source  "Chen, Dong and Chan 2013"
  check   a in (0.1, 3), H[q, d] in (-2, 2), l[q] in (-0.3, 0.9), Q = 3, D = 4
end
