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
