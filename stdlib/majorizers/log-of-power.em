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

# The logarithm of a choice that data decide is the choice between logarithms.
majorizer log_of_choice
  id      "R-NORM-LOG"
  order   9
  for     log(if c then u else v)             where constant(c)
  bound   if c then log(u) else log(v)
  update  exact
  because "data decide which of the two it is the logarithm of"
  check   c in 0..1, u in (0.1, 5), v in (0.1, 5)
end

majorizer log_of_choice_below
  id      "R-NORM-LOG"
  order   9
  for     -log(if c then u else v)            where constant(c)
  bound   if c then -log(u) else -log(v)
  update  exact
  because "data decide which of the two it is the logarithm of"
  check   c in 0..1, u in (0.1, 5), v in (0.1, 5)
end
