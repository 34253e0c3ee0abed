# status: 1
# Surrogates without a bend: falling for ever, cut off at an end, least at a kink
data x[N] = [1, 2, 3]
param m init 1/2
param b[N] in [-2, 5] init 1
param c[N]
loss kinks  = sum{i} sqrt(|c[i]|)
loss ends   = sum{i} (2 * |b[i]| + (4 * i - 8) * b[i])
loss line   = sum{i} x[i] * m
fit kinks
print c
fit ends
print b
fit line
