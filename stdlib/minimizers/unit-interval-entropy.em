# Mean field of a binary latent.
minimizer unit_interval_entropy
  id      "M-UNIT-ENT"
  order   52
  for     x in (0, 1): t * x * log(x) + t * (1 - x) * log(1 - x) + c * x     where t >= 0
  gives   x = logistic(-c / t)
  needs   t > 0 else if c < 0 then 0.9999999999999999 else 1e-300      # 0 and 1 do not belong to the domain
  needs   t > 0 or c != 0 else keep
  because "slope t logit(x) + c is 0 at logistic(-c/t)"
  check   t in (0.2, 3), c in (-3, 3)
end
