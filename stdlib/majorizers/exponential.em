# The exponential of a linear form in several unknowns has no quadratic bound, but one by exponentials of each of them: iterative
# scaling, with slack for coefficients of both signs.
majorizer iterative_scaling
  id      "R-IIS"
  order   92
  for     exp(o + sum{j} x[j] * b[j])         where constant(x) and entry(b) and constant(o) and compound(b, x)
  bound   e * (1 + sum{j} (up[j] / F[j] * (exp(F[j] * (b[j] - touch(b[j]))) - 1) + down[j] / F[j] * (exp(-F[j] * (b[j] - touch(b[j]))) - 1)))
  with    m[j] = max(greatest(abs(x[j])), 1e-100)
  with    F[j] = m[j] * max(greatest(sum{j} abs(x[j]) / m[j]), 1e-100)
  with    up[j] = max(x[j], 0)
  with    down[j] = max(-x[j], 0)
  with    e = touch(exp(o + sum{j} x[j] * b[j]))
  update  loose
  because "Jensen's inequality for exp with the shares |x|/F of the exponent's step, which sum up to 1 at most: the rest is slack"
  source  "Darroch and Ratcliff 1972; Della Pietra, Della Pietra and Lafferty 1997"
  check   x[j] in (-2, 2), b[j] in (-2, 2), o in (-1, 1), J = 3
end

# A known positive base under an unknown exponent: Weibull shapes.
majorizer iterative_scaling_of_power
  id      "R-IIS"
  order   92.1
  for     u^b                                 where u > 0 and constant(u) and entry(b)
  bound   e * (1 + up / F * (exp(F * (b - touch(b))) - 1) + down / F * (exp(-F * (b - touch(b))) - 1))
  with    F = max(greatest(abs(log(u))), 1e-100)
  with    up = max(log(u), 0)
  with    down = max(-log(u), 0)
  with    e = touch(u^b)
  update  loose
  because "Jensen's inequality for exp with the share |log u|/F of the exponent's step"
  source  "Darroch and Ratcliff 1972"
  check   u in (0.2, 5), b in (-2, 2)
end
