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

# The same weight for all entries, where the rows for the whole want that: missing entries and unequal weights of a matrix of low rank are filled
# in with what the touch says of them.
majorizer equal_squares
  id      "R-PROXGRAD"
  order   40
  for     v[J]: sum{j, l} A[j, l] * v[j] * v[l]      where spectral
  bound   sum{j} c[j] * v[j]^2
  with    c[j] = max{l} sum{j} abs(A[j, l])
  because "no eigenvalue of A exceeds its greatest row sum of absolute values"
  source  "Kiers 1997; Srebro and Jaakkola 2003"
  check   A[j, l] in (-2, 2), J = 4
end

# Beside entropies, which the rows of simplices hold where they hold no squares: on (0, 1) an entropy bends more than a square does.
majorizer diagonal_entropy
  id      "R-BREGMAN"
  order   45
  for     p[J] in simplex: sum{j, l} A[j, l] * p[j] * p[l]
  bound   sum{j} c[j] * p[j] * log(p[j])
  with    c[j] = 2 * sum{l} abs(A[j, l])
  because "each product of two entries lies below the mean of their squares, and the relative entropy of numbers below 1 is no less than half the square of their distance"
  source  "Kullback 1967; Bauschke, Bolte and Teboulle 2017; Krahenbuhl and Koltun 2013"
  check   A[j, l] in (-2, 2), J = 4
end

majorizer diagonal_entropy_of_two
  id      "R-BREGMAN"
  order   46
  for     x[J] in (0, 1): sum{j, l} A[j, l] * x[j] * x[l]
  bound   sum{j} c[j] * (x[j] * log(x[j]) + (1 - x[j]) * log(1 - x[j]))
  with    c[j] = 1/2 * sum{l} abs(A[j, l])
  because "each product of two entries lies below the mean of their squares, and the relative entropy of a coin is no less than twice the square of the distance of its chances"
  source  "Kullback 1967; Bauschke, Bolte and Teboulle 2017"
  check   A[j, l] in (-2, 2), J = 4
end
