# A number between 0 and 1 by its logit. Other intervals are this one moved and stretched.
chart unit_interval
  id      "C-LOGIT"
  for     x in (0, 1): x = logistic(u)
  inverse u = log(x) - log(1 - x)
  because "the logistic function maps the numbers onto (0, 1)"
  check   u in (-3, 3)
end
