# A label: one of the numbers 1..K for each entry, by looking at all of them. K-means, K-modes, hard EM.
minimizer label
  id      "M-LABEL"
  order   1
  for     z in 1..K: c[z]
  gives   z = argmin{k in K} c[k]
  because "each label stands by itself: the one of least cost, the first of several"
  source  "MacQueen 1967"
  check   c[k] in (-2, 2), K = 4
end

# Labels that meet, as those of neighbours: the cost of a label holds while all others stay.
minimizer label_in_turn
  id      "M-ICM"
  order   2
  for     z in 1..K: c[z]                     where in_turn
  gives   z = argmin{k in K} c[k]
  update  one-dimensional
  because "one entry after the other takes the label of least cost, with the others at their newest values: the loss falls with each change (iterated conditional modes)"
  source  "Besag 1986"
  check   c[k] in (-2, 2), K = 4
end
