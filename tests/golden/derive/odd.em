# An odd function is not even, also where what stands beside its argument is taken into it: f(t) = -tanh(-t) at t = x - y.
data y[I] = [1, -2, 0.5]
param x
minimize sum{i} (-tanh(y[i] - x)) + x^2
derive
check
