# Orthonormal rows: rotations exp(W) of the current ones, W skew with u below its diagonal; to second order, which is what a step
# needs, and the nearest orthonormal rows are taken afterwards. What stands above the diagonal of u does not count.
chart orthogonal
  id      "C-ROTATION"
  for     U[Q, D] in orthogonal: U[q, d] =
          touch(U[q, d]) +
          sum{e in D} touch(U[q, e]) * ((if d < e then u[e, d] else 0) - (if e < d then u[d, e] else 0)) +
          1/2 * sum{e in D, f in D} touch(U[q, e]) * ((if f < e then u[e, f] else 0) - (if e < f then u[f, e] else 0)) *
          ((if d < f then u[f, d] else 0) - (if f < d then u[d, f] else 0))
  because "exp of a skew matrix is a rotation, and all rotations near 1 are such"
  source  "Edelman, Arias and Smith 1998"
  check   u[d, e] in (-1, 1), Q = 2, D = 4
end
