# Minus the logarithm of the probability 1 - exp(-s) of at least one event: noisy-or, complementary log-log. It is
# -log(s) + s/2 - log(sinh(s/2) / (s/2)), and the last term is concave in s. Tighter than the bound of EM for truncated counts.
majorizer at_least_one
  id      "R-LOG1MEXP"
  order   38
  for     -log1mexp(u)                        where u > 0
  bound   touch(log(u) - log1mexp(u)) - log(u) + w * (u - touch(u))
  with    w = touch((1 - langevin(u / 2)) / 2)
  because "-log(1 - exp(-s)) + log(s) is s/2 minus the convex log(sinh(s/2)/(s/2)): it lies below its tangent"
  check   u in (0.05, 8)
end
