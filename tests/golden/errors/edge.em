# status: 1
# A share of 0 lies on the edge of the simplex.
data c[K] = [10, 0, 30]
param p[K] in simplex
minimize -sum{k} c[k] * log(p[k])
fit
print se(p)
