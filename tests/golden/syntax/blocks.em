# status: 1
# Models and rules without an end, clauses that are none.
model a(x)
  minimize x
model b(x
  minimize x 2
end
end
majorizer c
  bund x
  bound x +
end
minimizer d
  gives x = 1
minimize x
