# computed subscripts that a condition or another index's range keeps within the axis
data y[T] = [1, 2, 3, 4, 5]
data h[L] = [1, 0.5, 0.2]
print array{t in T} sum{l : l <= t} h[l] * y[t - l + 1]
print sum{t in T} sum{l in 1..t} y[t - l + 1], sum{t in T, l : t - l >= 1} h[l] * y[t - l]
