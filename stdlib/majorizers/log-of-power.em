# The logarithm of a power with a fixed exponent; 1/u is the power -1.
majorizer log_of_power
  id      "R-NORM-LOG"
  order   11
  for     log(u^q)                            where u >= 0 and constant(q)
  bound   q * log(u)
  update  exact
  because "the logarithm of a power is the exponent times the logarithm"
  check   u in (0.1, 5), q in (-2, 3)
end

majorizer log_of_power_below
  id      "R-NORM-LOG"
  order   11
  for     -log(u^q)                           where u >= 0 and constant(q)
  bound   -(q * log(u))
  update  exact
  because "the logarithm of a power is the exponent times the logarithm"
  check   u in (0.1, 5), q in (-2, 3)
end
