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
