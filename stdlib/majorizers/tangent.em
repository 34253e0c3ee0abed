# Any function that is concave in what it is applied to: linearisation, the concave-convex procedure. With the chain rule
# this serves log(1 + r^2/v), square roots and every concave outer function of a repeated subexpression.
majorizer tangent
  id      "R-TANGENT"
  order   50
  for     f(u)                                where concave(f)
  bound   touch(f(u)) + w * (u - touch(u))
  with    w = touch(slope(f(u), u))
  because "a concave function lies below its tangent"
  source  "Yuille and Rangarajan 2003; Hunter and Lange 2004"
  check   u in (0.1, 5)
end

# A function of several parameters that is concave in all of them: geometric means, minus squares over positive numbers, perspectives.
majorizer tangent_plane
  id      "R-TANGENT"
  order   51
  for     u                                   where concave_jointly(u)
  bound   touch(u) + linear_step(u)
  because "a concave function lies below its tangent plane"
  source  "Yuille and Rangarajan 2003; Hunter and Lange 2004"
  check   u in (0.1, 5)
end
