# softplus is z/2 plus a function that is concave in z^2: the tangent in z^2 is a quadratic with curvature at most 1/4.
majorizer jaakkola_jordan
  id      "R-JJ"
  order   40
  for     softplus(z)
  bound   touch(softplus(z)) + (z - touch(z)) / 2 + w * (z^2 - touch(z)^2)
  with    w = touch(tanh(max(abs(z), 1e-6) / 2) / (4 * max(abs(z), 1e-6)))
  because "softplus(z) - z/2 is concave in z^2, so it lies below its tangent there"
  source  "Jaakkola and Jordan 2000"
  check   z in (-6, 6)
end
