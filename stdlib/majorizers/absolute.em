# The absolute value is concave in the square; the floor keeps the weight finite where the argument is 0.
majorizer absolute
  id      "R-HALFQUAD"
  order   45
  for     abs(u)
  bound   u^2 / (2 * s) + s / 2
  with    s = touch(max(abs(u), 1e-9))
  because "|u| is concave in u^2: by the inequality of the means |u| <= u^2/(2 s) + s/2, with equality at s = |u|"
  source  "Hunter and Lange 2004; Schlossmacher 1973"
  check   u in (-3, 3)
end
