# rule: m M-WMEDIAN one-dimensional
# rule: q M-WMEDIAN one-dimensional
# The middle of the range; a median beside a square, which is a median of the data and of places that the square makes.
data y[N] = [1, 0.2, 5, 3.5]
param m
param q
minimize max{i} abs(y[i] - m) + sum{i} abs(y[i] - q) + 1/2 * (q - 4)^2
fit with tol = 1e-15
print m - 2.6, q - 3.5
