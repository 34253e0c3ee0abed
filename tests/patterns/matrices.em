# factorisations, maps, comparisons, clusters
use bradley_terry
use factor
use geometric_median
use kmeans
use mds
use nmf
use plackett_luce
use plsa

data cites[T, T] = csv("data/citations.csv")
data pairs_want[A] = csv("want/bradley_terry.csv", columns = "value")
fit m = bradley_terry(cites) with tol = 1e-15, iters = 10000
print m.loss - pairs_want[1], m.share - pairs_want[2..5], m.chance[1, 2] - pairs_want[2] / (pairs_want[2] + pairs_want[3])

data r[N, S] = csv("data/ranks.csv")
data ranks_want[B] = csv("want/plackett_luce.csv", columns = "value")
fit m = plackett_luce(r) with tol = 1e-15, iters = 10000
print m.loss - ranks_want[1], m.share - ranks_want[2..6]
fit m = plackett_luce(r[:, 1..2]) with tol = 1e-15, iters = 10000
print m.loss - ranks_want[7], m.share - ranks_want[8..12]

data v[I, J] = csv("data/table.csv")
data nmf_want[C] = csv("want/nmf.csv", columns = "value")
data nmf2_want[E] = csv("want/nmf2.csv", columns = "value")
fit m = nmf(v, K = 1) with tol = 1e-14
print m.loss - nmf_want[1], m.fitted[1, 1] - nmf_want[2]
fit m = nmf(v, K = 1, divergence = squared_error) with tol = 1e-15, iters = 10000
print m.loss - nmf_want[3]
fit m = nmf(v, K = 1, divergence = itakura_saito) with tol = 1e-15, iters = 10000
print m.loss - nmf_want[4]
fit m = nmf(v, K = 2) with restarts = 30, tol = 1e-12, iters = 20000
print (m.loss - nmf2_want[1]) / 100
fit m = nmf(v, K = 2, divergence = squared_error) with restarts = 30, tol = 1e-12, iters = 20000
print (m.loss - nmf2_want[2]) / 100

data hair[W, Y] = csv("data/hair.csv")
data plsa_want[F] = csv("want/plsa.csv", columns = "value")
fit m = plsa(hair, Z = 2) with restarts = 20, tol = 1e-14, iters = 50000
print (m.loss - plsa_want[1]) / 100

data d[M, M] = csv("data/eurodist.csv")
data mds_want[G] = csv("want/mds.csv", columns = "value")
fit m = mds(d) with restarts = 20, tol = 1e-13, iters = 10000
print m.loss - mds_want[1], m.stress - mds_want[2], (sum{i, j : i == mds_want[4] and j == mds_want[5]} m.distance[i, j]) - mds_want[3]

data z[O, P] = csv("data/swiss.csv", columns = "Fertility, Agriculture, Examination")
data median_want[H] = csv("want/geometric_median.csv", columns = "value")
fit m = geometric_median(z) with tol = 1e-15
print m.loss - median_want[1], (m.c - median_want[2..4]) / 10

data a[R, D] = csv("data/attitude.csv")
data ppca_want[K] = csv("want/ppca.csv", columns = "value")
fit m = ppca(a, K = 2) with tol = 1e-14, iters = 10000
print m.loss - ppca_want[1], (m.v - ppca_want[2]) / 100, (m.covariance[1, 1] - ppca_want[3]) / 100, (m.covariance[1, 2] - ppca_want[4]) / 100
data factor_want[L] = csv("want/factor.csv", columns = "value")
fit m = factor(a, K = 2) with tol = 1e-14, iters = 20000, accel = anderson, restarts = 3
print m.loss - factor_want[1], (m.v - factor_want[2..8]) / 1000, (m.covariance[1, 2] - factor_want[9]) / 100

data f[Q, U] = csv("data/iris.csv", columns = "Sepal.Length, Sepal.Width, Petal.Length, Petal.Width")
data kmeans_want[V] = csv("want/kmeans.csv", columns = "value")
fit m = kmeans(f, K = 3) with restarts = 20
print m.loss - kmeans_want[1], min{k in 1..3} sum{i} (m.label[i] == k) - kmeans_want[2], m.nearest(f)[1] - m.label[1]
data directions_want[X] = csv("want/spherical_kmeans.csv", columns = "value")
fit m = spherical_kmeans(f, K = 2) with restarts = 10
print m.loss - directions_want[1], m.nearest(f)[150] - m.label[150]
data eruptions[Z, One] = csv("data/faithful.csv", columns = "eruptions")
data medians_want[Y2] = csv("want/kmedians.csv", columns = "value")
fit m = kmedians(eruptions, K = 2) with restarts = 5
print (m.loss - medians_want[1]) / 100, min{k in 1..2} sum{i} (m.label[i] == k) - medians_want[2]
