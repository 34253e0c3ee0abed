# The soft minimum: minus the logarithm of a sum of exponentials. Its weights are the softmax of the exponents.
majorizer softmin
  id      "R-SOFTMIN"
  order   25
  for     -log(sum{k} exp(f[k]))
  bound   sum{k} r[k] * (log(r[k]) - f[k])
  with    r[k] = touch(exp(f[k])) / sum{k} touch(exp(f[k]))
  because "-log sum exp is concave: it lies below its tangent, whose slopes are the softmax weights r"
  source  "Rose 1998; Hunter and Lange 2004"
  check   f[k] in (-3, 3), K = 4
end
