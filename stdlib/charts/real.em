# A number without constraints is its own coordinate.
chart real
  id      "C-REAL"
  for     x: x = u
  inverse u = x
  because "no constraint"
  check   u in (-3, 3)
end
