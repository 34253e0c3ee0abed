# A square root (a Euclidean norm is the root of a sum of squares); the floor keeps the weight finite at 0.
majorizer norm
  id      "R-NORM"
  order   46
  for     u^(1/2)                             where u >= 0
  bound   u / (2 * s) + s / 2
  with    s = touch(max(u^(1/2), 1e-9))
  because "the square root is concave: it lies below its tangent"
  source  "Weiszfeld 1937; Vardi and Zhang 2000"
  check   u in (0.1, 5)
end
