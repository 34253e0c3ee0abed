# Matrices of one determinant: the shape of a covariance, whose size is a factor of its own or is known.
minimizer covariance_of_volume
  id      "M-SPD-TIED"
  order   30
  for     S[D, D] in spd(det = 1): sum{d, e} A[d, e] * inv(S)[d, e]
  let     l[q] = eigenvalues(array{d, e in D} A[d, e])[q]
  gives   S[d, e] = (A[d, e] + A[e, d]) / 2 * exp((log(volume(S[d, e])) - sum{q in D} log(l[q])) / D)
  needs   max{q in D} l[q] > 0 else keep
  needs   min{q in D} l[q] > 1e-15 * max{q in D} l[q] or max{q in D} l[q] <= 0 else unbounded     # below, it is a rounding
  limit   "the scatter has no extent in some direction, so that a matrix of this determinant may shrink there as it grows elsewhere: bound the eigenvalues, add a prior such as an inverse Wishart, or leave columns out"
  because "by the inequality of the means of eigenvalues tr(A inv(S)) >= D (|A| / |S|)^(1/D), with equality where S is a multiple of A"
  source  "Celeux and Govaert 1995"
  check   D = 3
end
minimizer precision_of_volume
  id      "M-SPD-TIED"
  order   33
  for     P[D, D] in spd(det = 1): sum{d, e} A[d, e] * P[d, e]
  let     l[q] = eigenvalues(array{d, e in D} A[d, e])[q]
  gives   P[d, e] = inverse(A)[d, e] * exp((log(volume(P[d, e])) + sum{q in D} log(l[q])) / D)
  needs   max{q in D} l[q] > 0 else keep
  needs   min{q in D} l[q] > 1e-15 * max{q in D} l[q] or max{q in D} l[q] <= 0 else unbounded     # below, it is a rounding
  limit   "the scatter has no extent in some direction, so that a matrix of this determinant may grow there as it shrinks elsewhere: bound the eigenvalues, add a prior such as a Wishart, or leave columns out"
  because "by the inequality of the means of eigenvalues tr(A P) >= D (|A| |P|)^(1/D), with equality where P is a multiple of inv(A)"
  source  "Celeux and Govaert 1995"
  check   D = 3
end
minimizer covariance_diagonal_of_volume
  id      "M-SPD-TIED"
  order   31
  for     S[D, D] in spd(det = 1) diagonal: sum{d, e} A[d, e] * inv(S)[d, e]
  let     l = sum{d in D} log(A[d, d])
  gives   S[d, e] = if d == e then A[d, d] * exp((log(volume(S[d, e])) - l) / D) else 0
  needs   max{d in D} A[d, d] > 0 else keep
  needs   min{d in D} A[d, d] > 0 or max{d in D} A[d, d] <= 0 else unbounded
  limit   "the scatter has no extent along some axis, so that a matrix of this determinant may shrink there as it grows elsewhere: bound the entries, add a prior such as an inverse gamma, or leave columns out"
  because "by the inequality of the means sum{d} A[d, d] / S[d, d] >= D (prod{d} A[d, d] / |S|)^(1/D), with equality where S is a multiple of A's diagonal"
  source  "Celeux and Govaert 1995"
  check   D = 3
end
