# flat along a - b: the least value on a line, of which the nearest point to the start is taken
param a init 1
param b init 0
minimize (a + b)^2 - 2 * (a + b)
fit
print a, b
