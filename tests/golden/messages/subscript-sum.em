# status: 1
# two indices whose sum leaves the axis
data y[R] = [1, 2, 3, 4, 5]
print sum{i in 1..4} sum{a in 1..3} y[i + a - 2]
