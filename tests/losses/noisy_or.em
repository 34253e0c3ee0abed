# Noisy or: causes of an alarm, with a leak
# chapter: mixtures
data x[N, C] = csv("data/symptoms.csv", columns = "c1, c2, c3, c4")
data y[N] = csv("data/symptoms.csv", columns = "alarm")
param s[C] > 0 init 0.5
param leak > 0 init 0.1
minimize sum{i} ((1 - y[i]) * (leak + dot(x[i], s)) - y[i] * log(1 - exp(-(leak + dot(x[i], s)))))
fit with tol = 1e-13, iters = 20000
