# kmeans.em: K centres, each point counted at the nearest: clustering (the algorithm is Lloyd's).
#
#   use kmeans
#   fit m = kmeans(x, K = 3) with restarts = 10          # squared distances: centres are means
#   fit m = kmedians(x, K = 3) with restarts = 10        # |x - c|_1: centres are medians, column by column
#   fit m = spherical_kmeans(x, K = 3) with restarts = 10   # angles: centres are directions, for texts
#   print m.c, m.label, m.nearest(xnew)
# SPDX-License-Identifier: GPL-3.0-or-later
model kmeans(x[N, D], K >= 1)
  param c[K, D] init kmeanspp(x)
  minimize sum{i} min{k} |x[i] - c[k]|^2
  fn label() = array{i} argmin{k} |x[i] - c[k]|^2
  fn nearest(z[M, D]) = array{j} argmin{k} |z[j] - c[k]|^2
  fn nearest(z[D]) = argmin{k} |z - c[k]|^2
end

model kmedians(x[N, D], K >= 1)
  param c[K, D] init kmeanspp(x)
  minimize sum{i} min{k} |x[i] - c[k]|_1
  fn label() = array{i} argmin{k} |x[i] - c[k]|_1
  fn nearest(z[M, D]) = array{j} argmin{k} |z[j] - c[k]|_1
  fn nearest(z[D]) = argmin{k} |z - c[k]|_1
end

# one minus the cosine of the angle; rows of zeros have no direction
model spherical_kmeans(x[N, D], K >= 1)
  let u = array{i, d} (x[i, d] / |x[i]|)
  param c[K, D] in sphere init sample(u)
  minimize sum{i} min{k} (1 - dot(u[i], c[k]))
  fn label() = array{i} argmax{k} dot(u[i], c[k])
  fn nearest(z[M, D]) = array{j} argmax{k} dot(z[j], c[k])
  fn nearest(z[D]) = argmax{k} dot(z, c[k])
end
