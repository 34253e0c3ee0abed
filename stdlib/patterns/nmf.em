# nmf.em: nonnegative matrix factorisation: v[I, J] >= 0 is near the product of a[I, K] and b[K, J], both nonnegative.
#
#   use nmf
#   fit m = nmf(v, K = 5)                                   # generalised Kullback-Leibler divergence: counts
#   fit m = nmf(v, K = 5, divergence = squared_error)       # squared error
#   fit m = nmf(v, K = 5, divergence = itakura_saito)       # v > 0, errors relative to the size: power spectra
#   print m.a, m.b, m.fitted
#
# divergence: a fn of v[i, j] and its fitted value, of the library or of the script.
# SPDX-License-Identifier: GPL-3.0-or-later
model nmf(v[I, J] >= 0, K >= 1, divergence = kullback_leibler)
  param a[I, K] >= 0 init uniform(0.5, 1.5)
  param b[K, J] >= 0 init uniform(0.5, 1.5)
  minimize sum{i, j} divergence(v[i, j], sum{k} a[i, k] * b[k, j])
  fn fitted() = array{i, j} (sum{k} a[i, k] * b[k, j])
end
