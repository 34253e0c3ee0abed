# A positive factor in front of a logarithm: the tangent, times the factor; location, scale and degrees of freedom from one touch.
data x[N] = [-0.3, 0.2, 5, 0.9, -1.1, 0.4]
param m init 0
param v > 0 init 1
param f > 0 init 4
minimize -sum{n} log student(x[n] | f, m, v)
derive
check
