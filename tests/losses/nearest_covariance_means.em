# The nearest covariance with a barrier by geometric means
# chapter: location
data h[D, D] = [[2, 0.5, 0.1], [0.5, 1, 2.5], [0.1, 2.5, -4]]
param P[D, D] in spd
minimize -0.5 * logdet(P) + 1/2 * sum{d, e} (h[d, e] - P[d, e])^2
fit using geometric_mean_step with tol = 1e-13, iters = 20000
