# Standard errors that are known: of a mean and a variance, of shares, of fields of a model's result.
data x[N] = [1.0, 2.5, 3, 4.2, 5.1, 0.3, 2.2, 7.1]
param mu
param v > 0
loss normal_loss = -sum{n} log normal(x[n] | mu, v)
fit normal_loss
print se(mu), sqrt(v / 8), se(v), v * sqrt(2 / 8)

data c[K] = [10, 20, 30, 40]
param p[K] in simplex
loss shares = -sum{k} c[k] * log(p[k])
fit shares
print p, se(p), se(p[2]), sqrt(0.2 * 0.8 / 100)

model rate(k[M])
  param l > 0
  minimize -sum{m} log poisson(k[m] | l)
end
data k[M] = [1, 0, 3, 2, 5, 1, 2]
fit r = rate(k)
print se(r.l), sqrt(r.l / 7)
