# Normal sample of which only counts in intervals are known
# chapter: distributions
data n[G] = [4, 11, 18, 12, 5]
param m init 0
param s > 0 init 1
minimize -(n[1] * log_normal_cdf((-1 - m) / s) + n[5] * log_normal_cdf((m - 2) / s) + (sum{g in 2..4} n[g] * log(normal_cdf((g - 2 - m) / s) - normal_cdf((g - 3 - m) / s))))
fit with tol = 1e-12
