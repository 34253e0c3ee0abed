# Not on its way to infinity: the least value, 0, is reached and stays.
param b init 0
minimize max(0, 1 - b)
fit
print b >= 1
