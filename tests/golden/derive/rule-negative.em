# a rule of the script's own that names u and -u, on a sum
majorizer even_bound
  for     log(exp(u) + exp(-u))
  bound   touch(log(exp(u) + exp(-u))) + tanh(touch(u)) * (u - touch(u)) + 1/2 * (u - touch(u))^2
  because "the second derivative is at most 1"
  check   u in (-4, 4)
end
data y[N] = [1, 2, 0, 4]
param m
minimize sum{i} log(exp(y[i] - m) + exp(m - y[i]))
fit using even_bound
derive
