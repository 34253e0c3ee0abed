# Two classes with the shares w and 1 - w: what is linear in w lies between its values at 0 and at 1
data f[J] = [5, 4, 3]
param w in (0, 1)
param p in (0, 1)
param q in (0, 1)
minimize -sum{j} f[j] * log((w * p^j * (1 - p)^(3 - j) + (1 - w) * q^j * (1 - q)^(3 - j)) / (1 - w * (1 - p)^3 - (1 - w) * (1 - q)^3))
derive
