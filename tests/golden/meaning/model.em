# args: --dump=ir
model mix(x, K, family = normal)
  param w[K] in simplex init 1 / K
  param family.args[K]
  minimize -sum{i} log sum{k} w[k] * family(x[i] | family.args[k])
end
data y[M] = [1, 2, 3]
data z[N, D] = [[1, 2], [3, 4]]
fit a = mix(y, 2)
fit b = mix(z, K = 3)
fit c = mix(y, 2, family = exponential)
