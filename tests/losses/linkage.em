# Genetic linkage
# chapter: mixtures
param t in (0, 1) init 0.5
minimize -(125 * log(1/2 + t / 4) + 38 * log((1 - t) / 4) + 34 * log(t / 4))
fit with tol = 1e-13
