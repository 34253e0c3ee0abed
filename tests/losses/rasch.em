# Rasch's model: persons and questions, with ridge
# chapter: generalised
data v[I, J] = csv("data/votes.csv")
param a[I] init 0
param c[J] init 0
minimize (sum{i, j} (softplus(a[i] - c[j]) - v[i, j] * (a[i] - c[j]))) + 1/2 * |a|^2 + 1/2 * |c|^2
fit with tol = 1e-12
