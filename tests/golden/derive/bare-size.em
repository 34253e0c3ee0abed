# Axes without a name: their sizes stand in the derivation and in what is printed.
data X[N, P] = [[1, 2], [3, 4], [0, 1]]
data z[N] = [1, 2, 1]
param B[2, P] init 0
minimize 0.5 * |B|^2 + sum{i} (log sum{k in 1..2} exp(dot(X[i], B[k]))) - sum{i} dot(X[i], B[z[i]])
derive
fit
param c[3] ordered init [1, 2, 3]
minimize (c[1] - 2)^2 + (c[2] - 4)^2 + (c[3] - 5)^2
fit
print B
