# Poisson means that do not fall
# chapter: regression
data y[T] = csv("data/signals.csv", columns = "smooth")
data n[T] = array{t in T} (y[t] + t / 9)^2
param m[T] ordered > 0
minimize sum{t} (m[t] - n[t] * log(m[t]))
fit
