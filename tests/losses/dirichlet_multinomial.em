# Dirichlet-multinomial
# chapter: distributions
data v[I, J] = csv("data/words.csv")
param a[J] > 0 init 1
minimize -sum{i} (lgamma(sum(a)) - lgamma(sum{j} v[i, j] + sum(a)) + sum{j} (lgamma(v[i, j] + a[j]) - lgamma(a[j])))
fit with tol = 1e-13, iters = 10000
