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

# A form that falls away on all sides. Data say that the matrix is semidefinite.
majorizer concave_form
  id      "R-QUAD-NEG"
  order   52
  for     -sum{d} v[d] * sum{e} A[d, e] * v[e]         where constant(A) and semidefinite(A)
  bound   (sum{d} touch(v[d]) * sum{e} A[d, e] * touch(v[e])) - sum{d} (touch(sum{e} (A[d, e] + A[e, d]) * v[e])) * v[d]
  because "a concave form lies below its tangent plane"
  source  "Yuille and Rangarajan 2003"
  check   v[d] in (-2, 2), D = 3
end
