# Functions that are concave in log u or in 1/u: the tangent there. Last of the tangents, for these bounds are not simple in u.
majorizer tangent_in_log
  id      "R-TLOG"
  order   80
  for     f(u)                                where u > 0 and concave(f, log(u))
  bound   touch(f(u)) + w * (log(u) - log(touch(u)))
  with    w = touch(slope(f(u), u) * u)
  because "the function is concave in log u and lies below its tangent there"
  source  "Minka 2000; Zhou and Lange 2010"
  check   u in (0.1, 5)
end

majorizer tangent_in_inverse
  id      "R-TINV"
  order   82
  for     f(u)                                where u > 0 and concave(f, 1/u)
  bound   touch(f(u)) + w * (1 / u - 1 / touch(u))
  with    w = touch(-slope(f(u), u) * u^2)
  because "the function is concave in 1/u and lies below its tangent there"
  source  "Lange and Zhou 2014"
  check   u in (0.1, 5)
end
