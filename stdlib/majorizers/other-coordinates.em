# Functions that are concave in log u, 1/u, u^2, the root of u, exp u or log(1 - u): the tangent there. Last of the tangents, for these
# bounds are not simple in u.
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

majorizer tangent_in_square
  id      "R-TPOW"
  order   83
  for     f(u)                                where u > 0 and concave(f, u^2)
  bound   touch(f(u)) + w * (u^2 - touch(u)^2)
  with    w = touch(slope(f(u), u) / (2 * u))
  because "the function is concave in u^2 and lies below its tangent there"
  source  "Lange and Zhou 2014"
  check   u in (0.1, 5)
end

majorizer tangent_in_root
  id      "R-TPOW"
  order   84
  for     f(u)                                where u > 0 and concave(f, u^(1/2))
  bound   touch(f(u)) + w * (u^(1/2) - touch(u)^(1/2))
  with    w = touch(2 * slope(f(u), u) * u^(1/2))
  because "the function is concave in the root of u and lies below its tangent there"
  source  "Lange and Zhou 2014"
  check   u in (0.1, 5)
end

majorizer tangent_in_exponential
  id      "R-TEXP"
  order   85
  for     f(u)                                where concave(f, exp(u))
  bound   touch(f(u)) + w * (exp(u - touch(u)) - 1)
  with    w = touch(slope(f(u), u))
  because "the function is concave in exp u and lies below its tangent there"
  source  "Darroch and Ratcliff 1972"
  check   u in (0.1, 4)
end

majorizer tangent_in_log_of_rest
  id      "R-TLOG1M"
  order   86
  for     f(u)                                where u < 1 and concave(f, log(1 - u))
  bound   touch(f(u)) + w * (log(1 - u) - log(1 - touch(u)))
  with    w = touch(-slope(f(u), u) * (1 - u))
  because "the function is concave in log(1 - u) and lies below its tangent there"
  source  "Lange 2016"
  check   u in (0.05, 0.9)
end
