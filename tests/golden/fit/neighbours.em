# A smooth curve and a smooth surface through noise, and a curve of which only the steps are known (a singular system). The normal
# equations couple neighbours alone and are kept by their diagonals: all n^2 entries would take 3 GB. At the solution the slopes vanish.
let T = 20000
let I = 12
let J = 15
data y[T] = array{t in T} (sin(t / 300) + cos(t^2))
data z[I, J] = array{i in I, j in J} (i * j - 5 * i) / (i + j)
param m[T]
param s[I, J]
param w[T]
minimize sum{t} (y[t] - m[t])^2 + 10 * sum{t in 3..T} (m[t] - 2 * m[t - 1] + m[t - 2])^2 + sum{i in I, j in J} (z[i, j] - s[i, j])^2 + 2 * sum{i in 2..I, j in J} (s[i, j] - s[i - 1, j])^2 + 3 * sum{i in I, j in 2..J} (s[i, j] - s[i, j - 1])^2 + sum{t in 2..T} (w[t] - w[t - 1] - y[t])^2
fit with iters = 5
print abs(sum(m) - sum(y)) < 1e-8 and abs(sum{t in T} t * (m[t] - y[t])) < 1e-4
print abs(sum(s) - sum(z)) < 1e-10
print max{t in 2..T} abs(w[t] - w[t - 1] - y[t]) < 1e-6
