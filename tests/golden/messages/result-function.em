# status: 1
data x[N] = [1, 2, 6]
model centre(x[N])
  param c
  minimize sum{i} (x[i] - c)^2
  fn far(z) = |z - c| > 2
end
fit m = centre(x)
print m.far(6), m.c(2)
