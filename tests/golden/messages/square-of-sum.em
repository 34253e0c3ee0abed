# the square of a sum, where a sum of squares may be meant
data y[N] = [1, 2, 4]
let m = 2
print sum(y - m)^2, sum((y - m)^2), sum(y)^2
