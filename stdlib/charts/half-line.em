# A positive number by its logarithm. Other half-lines are this one moved and mirrored.
chart half_line
  id      "C-LOG"
  for     x > 0: x = exp(u)
  inverse u = log(x)
  because "the exponential maps the numbers onto the positive ones"
  check   u in (-3, 3)
end
