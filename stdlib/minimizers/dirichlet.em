# Parameters of Dirichlet laws. Stationary where digamma(a[k]) = (h[k] + n t) / c with t = digamma(sum a); t less the digamma of the sum that
# it gives rises, since 1/trigamma is convex and 0 at 0.
# SPDX-License-Identifier: GPL-3.0-or-later
minimizer dirichlet
  id      "M-DIRICHLET"
  order   57
  for     a[K] > 0: sum{k} (c * lgamma(a[k]) - h[k] * a[k]) - n * lgamma(sum{k} a[k])    where occurs(n) and n >= 0 and c - n >= 0
  search  t in (-inf, inf): t - digamma(sum{k} inverse_digamma((h[k] + n * t) / c))
  start   digamma(sum{k} touch(a[k]))
  gives   a[k] = inverse_digamma((h[k] + n * t) / c)
  needs   c > 0 or max{k} abs(h[k]) > 0 else keep
  needs   c > 0 or max{k} h[k] <= 0 else unbounded
  needs   c > n or sum{k} exp(h[k] / c) < 1 else infinite
  limit   "all rows of the data are (nearly) equal: the law has less and less spread; a prior on its parameters gives a best fit"
  because "with the sum's digamma t known each parameter is an inverse digamma; the t that fits its sum is searched"
  source  "Minka 2000"
  check   c in (2, 4), n in (1, 2), h[k] in (-9, -4), K = 4
end
