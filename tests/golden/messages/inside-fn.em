# status: 1
fn spread(a, b) = sum{k} a[k] * b[k]
data x[N] = [1, 2, 3]
data y[M] = [1, 2]
print spread(x, y)
