# status: 1
# flat along a - b but for a slope: no least value
param a init 0
param b init 0
minimize (a + b)^2 - a
fit
