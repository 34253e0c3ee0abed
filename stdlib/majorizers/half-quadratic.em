# An even function that is concave in the square of its argument: iteratively reweighted least squares.
majorizer half_quadratic
  id      "R-HALFQUAD"
  order   70
  for     f(u)                                where even(f) and concave(f, u^2)
  bound   touch(f(u)) + w * (u^2 - touch(u)^2)
  with    w = touch(slope(f(u), max(abs(u), 1e-9)) / (2 * max(abs(u), 1e-9)))
  because "the function is concave in u^2 and lies below its tangent there: the sharpest symmetric quadratic bound"
  source  "Geman and Reynolds 1992; de Leeuw and Lange 2009"
  check   u in (-3, 3)
end

# A penalty of one entry that is concave in its distance from 0, whatever it is made of (SCAD, MCP): reweighted absolute values, which keep what is 0
# at 0. Where |u| stands alone in it, tangent has it.
majorizer tangent_in_distance
  id      "R-LLA"
  order   69
  for     f(u)                                where entry(u) and even(f) and concave(f, abs(u)) and increasing(f, abs(u))
  bound   touch(f(u)) + w * (abs(u) - touch(abs(u)))
  with    w = touch(max(0, slope(f(u), max(abs(u), 1e-300))))
  because "the function is concave in |u| and lies below its tangent there: local linear approximation"
  source  "Zou and Li 2008"
  check   u in (-3, 3)
end

# Fair's loss, two terms that bend in opposite ways and are concave in the square together.
majorizer fair
  id      "R-HALFQUAD"
  order   41
  for     abs(u) - log(1 + abs(u))
  bound   touch(abs(u) - log(1 + abs(u))) + w * (u^2 - touch(u)^2)
  with    w = touch(1 / (2 * (1 + abs(u))))
  because "the slope is |u|/(1 + |u|), and it falls divided by |u|: concave in u^2, below its tangent there"
  source  "Rey 1983; de Leeuw and Lange 2009"
  check   u in (-3, 3)
end

majorizer fair_scaled
  id      "R-HALFQUAD"
  order   41
  for     a * abs(u) - log(1 + a * abs(u))    where constant(a) and a > 0
  bound   touch(a * abs(u) - log(1 + a * abs(u))) + w * (u^2 - touch(u)^2)
  with    w = touch(a^2 / (2 * (1 + a * abs(u))))
  because "the slope is a^2 |u|/(1 + a |u|), and it falls divided by |u|: concave in u^2, below its tangent there"
  source  "Rey 1983; de Leeuw and Lange 2009"
  check   a in (0.2, 3), u in (-3, 3)
end

# Huber's loss of residuals in units of an unknown scale, times the scale, as it stands beside n times the scale: convex in both, and its bound leaves
# weighted least squares and one root.
majorizer huber_with_scale
  id      "R-HALFQUAD"
  order   41
  for     v * (if abs(u) / abs(v) <= d then u^2 / (2 * v^2) else d * abs(u) / abs(v) + q)      where v > 0 and d > 0 and constant(d) and constant(q) and q + d^2 / 2 <= 0 and q + d^2 / 2 >= 0
  bound   w * u^2 / (2 * v) + c * v
  with    r = touch(abs(u) / v)
  with    w = if r <= d then 1 else d / r
  with    c = if r <= d then 0 else d * (r - d) / 2
  because "Huber's loss is concave in the square of its argument: it lies below its tangent there"
  source  "Huber 1981; Owen 2007"
  check   u in (-3, 3), v in (0.1, 5), d in (1, 1), q in (-0.5, -0.5)
end

# the same where squares end at 1
majorizer huber_with_scale_at_one
  id      "R-HALFQUAD"
  order   41
  for     v * (if abs(u) / abs(v) <= 1 then u^2 / (2 * v^2) else abs(u) / abs(v) - 1/2)      where v > 0
  bound   w * u^2 / (2 * v) + c * v
  with    r = touch(abs(u) / v)
  with    w = if r <= 1 then 1 else 1 / r
  with    c = if r <= 1 then 0 else (r - 1) / 2
  because "Huber's loss is concave in the square of its argument: it lies below its tangent there"
  source  "Huber 1981; Owen 2007"
  check   u in (-3, 3), v in (0.1, 5)
end
