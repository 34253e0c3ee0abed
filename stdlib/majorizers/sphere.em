# Quadratic forms on spheres and orthonormal frames, where a sum of squares is one number: a bound by equal squares is a linear one.
majorizer concave_on_sphere
  id      "R-QUAD-NEG"
  order   10
  for     v[J] in sphere: -sum{j, l} A[j, l] * v[j] * v[l]      where semidefinite(A)
  bound   sum{j} c[j] * v[j]^2
  with    c[j] = 0
  because "a concave form lies below its tangent"
  source  "Lange 2016"
  check   J = 4
end

majorizer shifted_on_sphere
  id      "R-SPHERE-SHIFT"
  order   30
  for     v[J] in sphere: sum{j, l} A[j, l] * v[j] * v[l]
  bound   sum{j} c[j] * v[j]^2
  with    c[j] = max{l} sum{j} abs(A[j, l])
  because "no eigenvalue of A exceeds its greatest row sum of absolute values"
  source  "Lange 2016"
  check   A[j, l] in (-2, 2), J = 4
end

# The distance from a line through the origin: what the direction takes away is the square of the score.
majorizer residual_of_direction
  id      "R-FOLD"
  order   4
  for     sum{d} (z[d] + b[d] * w)^2          where direction(b)
  bound   (sum{d} z[d]^2) + 2 * w * (sum{d} z[d] * b[d]) + w^2
  update  exact
  because "the squares of a direction add up to 1"
  check   z[d] in (-3, 3), w in (-2, 2), b[d] in (-2, 2), D = 3
end

# The same of a plane through the origin: orthonormal rows.
majorizer residual_of_frame
  id      "R-FOLD"
  order   4
  for     sum{d} (z[d] - sum{q} b[q, d] * w[q])^2      where frame(b)
  bound   (sum{d} z[d]^2) - 2 * (sum{q} w[q] * sum{d} z[d] * b[q, d]) + sum{q} w[q]^2
  update  exact
  because "the rows are orthonormal, so the squares of what they carry add up"
  check   z[d] in (-3, 3), w[q] in (-2, 2), b[q, d] in (-2, 2), Q = 2, D = 4
end

# Turned data under a function of bounded curvature: the squares of all turned entries add up to those of the entries, so that the quadratic
# bound is a linear one (independent components).
majorizer bounded_on_rotations
  id      "R-ORTH-QUB"
  order   6
  for     sum{d} f(sum{e} R[d, e] * w[e])     where rotation(R), constant(w), bounded_curvature(f)
  bound   sum{d} (touch(f(sum{e} R[d, e] * w[e])) + s[d] * (sum{e} R[d, e] * w[e] - touch(sum{e} R[d, e] * w[e]))) +
          curvature(f) * (sum{e} w[e]^2 - sum{d} touch(sum{e} R[d, e] * w[e]) * sum{e} R[d, e] * w[e])
  with    s[d] = touch(slope(f(sum{e} R[d, e] * w[e]), sum{e} R[d, e] * w[e]))
  because "the second derivative never exceeds the curvature of the bound, and turning changes no length"
  source  "Hyvarinen and Oja 2000; Boehning and Lindsay 1988"
  check   R[d, e] in (-1, 1), w[e] in (-2, 2), D = 3, E = 3
end

majorizer bounded_by_range_on_rotations
  id      "R-ORTH-QUB"
  order   7
  for     sum{d} f(sum{e} R[d, e] * w[e])     where rotation(R), constant(w), bounded_sharply(f)
  bound   sum{d} (touch(f(sum{e} R[d, e] * w[e])) + s[d] * (sum{e} R[d, e] * w[e] - touch(sum{e} R[d, e] * w[e]))) +
          curvature(f) * (sum{e} w[e]^2 - sum{d} touch(sum{e} R[d, e] * w[e]) * sum{e} R[d, e] * w[e])
  with    s[d] = touch(slope(f(sum{e} R[d, e] * w[e]), sum{e} R[d, e] * w[e]))
  because "the second derivative never exceeds the curvature of the bound, and turning changes no length"
  source  "Hyvarinen and Oja 2000; Boehning and Lindsay 1988"
  check   R[d, e] in (-1, 1), w[e] in (-2, 2), D = 3, E = 3
end
