# a root falls by 0.7 with each halving, and has a least value all the same
param s > 0 init 1
minimize sqrt(s)
fit with iters = 15, method = newton
print s < 1e-3
