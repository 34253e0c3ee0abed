# A quadratic form that couples the entries, bounded by one that does not: |v_j v_l| <= (v_j^2 + v_l^2) / 2.
majorizer diagonal
  id      "R-DIAG"
  order   20
  for     v[J]: sum{j, l} A[j, l] * v[j] * v[l]
  bound   sum{j} c[j] * v[j]^2
  with    c[j] = sum{l} abs(A[j, l])
  because "each product of two entries lies below the mean of their squares, so the row sums of |A| majorize A"
  source  "de Leeuw and Lange 2009"
  check   A[j, l] in (-2, 2), J = 4
end
