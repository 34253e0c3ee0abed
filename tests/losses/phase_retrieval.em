# Phase retrieval: amplitudes without signs
# chapter: geometry
data z[N, D] = csv("data/points.csv")
data r[N] = array{i in N} |z[i, 1] - 0.7 * z[i, 2] + 0.3 * sin(3 * z[i, 1])|
param u[D]
minimize sum{i} (r[i] - |dot(z[i], u)|)^2
fit with restarts = 20, tol = 1e-13
