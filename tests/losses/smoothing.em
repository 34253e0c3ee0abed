# Second differences (Whittaker and Henderson)
# chapter: geometry
data y[T] = csv("data/signals.csv", columns = "smooth")
param x[T] init y
minimize (sum{t} (y[t] - x[t])^2) + 10 * sum{t in 3..T} (x[t] - 2 * x[t-1] + x[t-2])^2
fit with tol = 1e-12
