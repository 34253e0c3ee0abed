# Numbers of sum 0: u without its mean.
chart zero_sum
  id      "C-CENTRE"
  for     x[K] in zerosum: x[k] = u[k] - sum{k} u[k] / sum{k} 1
  inverse u[k] = x[k]
  because "the sum is 0 whatever u is"
  check   u[k] in (-2, 2), K = 4
end
