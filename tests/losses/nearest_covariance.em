# The nearest covariance, and one with a barrier
# chapter: location
data h[D, D] = [[2, 0.5, 0.1], [0.5, 1, 2.5], [0.1, 2.5, -4]]
param S[D, D] in psd
param P[D, D] in spd
minimize sum{d, e} (h[d, e] - S[d, e])^2 - 0.5 * logdet(P) + 1/2 * sum{d, e} (h[d, e] - P[d, e])^2
fit
