# nmf.em: nonnegative matrix factorisation v[I, J] = sum over k of a[i, k] * b[k, j], v >= 0.
#
#   use nmf
#   fit m = nmf(v, K = 5)                # generalised Kullback-Leibler divergence
#   fit m = nmf_frobenius(v, K = 5)      # squared error
#   print m.a, m.b
# SPDX-License-Identifier: GPL-3.0-or-later
model nmf(v[I, J], K)
  param a[I, K] >= 0 init uniform(0.5, 1.5)
  param b[K, J] >= 0 init uniform(0.5, 1.5)
  minimize sum{i, j} (sum{k} a[i, k] * b[k, j]) - sum{i, j} v[i, j] * log sum{k} a[i, k] * b[k, j]
end

model nmf_frobenius(v[I, J], K)
  param a[I, K] >= 0 init uniform(0.5, 1.5)
  param b[K, J] >= 0 init uniform(0.5, 1.5)
  minimize sum{i, j} (v[i, j] - sum{k} a[i, k] * b[k, j])^2
end
