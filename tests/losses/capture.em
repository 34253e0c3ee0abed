# Capture and recapture: three occasions, unknown detection, counts of histories
# chapter: distributions
data n[H] = [22, 14, 9]
param p in (0, 1) init 0.5
minimize -(sum{h} n[h] * (h * log(p) + (3 - h) * log(1 - p))) + (sum{h} n[h]) * log(1 - (1 - p)^3)
fit with tol = 1e-12
