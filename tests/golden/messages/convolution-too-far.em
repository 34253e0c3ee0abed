# status: 1
# the condition leaves out one place too few
data y[T] = [1, 2, 3, 4, 5]
data h[L] = [1, 0.5, 0.2]
print sum{t in T} sum{l : l <= t} h[l] * y[t - l]
