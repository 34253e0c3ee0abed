# starts that are many factors from the least point: no way that ends before it is one without end
data x[N] = [1.1, 1.4, 1.2, 3.2, 4.5, 5.1, 2.2, 0.4, 6.6, 7.1, 1.1]
data y[M] = [1, 4, 2, 0, 7]
param m init 0
param v > 0 init 1e14
param l > 0 init 1e-14
loss wide = -sum{i} log normal(x[i] | m, v)
loss narrow = sum{j} (l - y[j] * log(l))
fit wide
fit narrow
print v, l
