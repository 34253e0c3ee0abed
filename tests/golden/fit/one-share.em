# A share of one cell is 1: the simplex without a ceiling holds it.
param p[1] in simplex
minimize sum{k} (p[k] - 3)^2
fit
print p
