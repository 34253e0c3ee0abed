# status: 1
# One row leaves no variance to begin with; the start lies in the model's declaration, the place of the call is told
model spread(y[N])
  param v > 0 init mean{i} (y[i] - mean(y))^2
  minimize N / 2 * log(v) + sum{i} (y[i] - mean(y))^2 / (2 * v)
end
data y[N] = [1]
fit m = spread(y)
