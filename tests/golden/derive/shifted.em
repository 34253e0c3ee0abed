# Half-lines and intervals that begin elsewhere than at 0: the library's rows in the distance from an end, and in the share of the interval.
data y[N] = [2.5, 3, 8]
param s > 2
param x in [-1, 3]
param t < 5
minimize sum{i} (y[i] * s - log(s - 2)) + (x - 2)^2 - 2 * log(1 + x) - 3 * t - 2 * log(5 - t)
derive
param r in (1, 3)
minimize -2 * log(r - 1) - 4 * log(3 - r)
derive
