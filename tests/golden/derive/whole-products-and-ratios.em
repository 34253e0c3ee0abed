# Losses that fall where something simpler does: a product of positive numbers, a ratio that is to be great.
data A[D, D] = [[3, 1], [1, 2]]
data B[D, D] = [[1, 0.2], [0.2, 2]]
data y[N] = [1, 2, 4]
param v[D] in sphere
minimize -quad(v, A) / quad(v, B)
derive
fit
param m
minimize prod{n} (1 + (y[n] - m)^2)
derive
fit
