# Events that excite events (Hawkes)
# chapter: distributions
data gap[N] = csv("data/samples.csv", columns = "two_rates")
data t[N] = array{i in N} (sum{j : j <= i} gap[j])
param rate > 0 init 0.3
param excite > 0 init 0.3
minimize -(sum{i} log(rate + excite * (sum{j : j < i} 2 * exp(-2 * (t[i] - t[j]))))) + rate * t[N] + excite * (sum{j} (1 - exp(-2 * (t[N] - t[j]))))
fit with tol = 1e-13, iters = 20000
