# The open unit ball: u shrunk along its own direction. A ball of radius r is this one stretched.
chart ball
  id      "C-BALL"
  for     x[D] in ball: x[d] = u[d] / sqrt(1 + sum{d} u[d]^2)
  inverse u[d] = x[d] / sqrt(1 - sum{d} x[d]^2)
  because "|x|^2 = |u|^2 / (1 + |u|^2) < 1"
  check   u[d] in (-2, 2), D = 3
end
