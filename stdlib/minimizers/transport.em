# Entropic optimal transport: a plan with given sums of rows and of columns, linear costs and an entropy. Other terms are majorized to these.
minimizer transport
  id      "M-TRANSPORT"
  order   70
  for     P[I, J] in transport: sum{i, j} (c[i, j] * P[i, j] + t * P[i, j] * log(P[i, j]))       where t > 0
  let     L[i, j] = if t > 0 then -c[i, j] / t else 0
  gives   P[i, j] = scaled(L, P[i, j])
  update  inner-solver
  because "the multipliers of the sums stand as factors of rows and of columns; they are the greatest point of a concave function of one side's"
  source  "Sinkhorn and Knopp 1967; Cuturi 2013"
  check   c[i, j] in (-3, 3), t in (0.1, 2), I = 3, J = 3
end
