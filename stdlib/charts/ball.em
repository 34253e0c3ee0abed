# The closed unit ball: the plane is folded at the sphere, onto which u of length 1 goes, so that a least point there is one of the
# coordinates, too, and no limit at infinity. A ball of radius r is this one stretched.
chart ball
  id      "C-BALL"
  for     x[D] in ball: x[d] = 2 * u[d] / (1 + sum{d} u[d]^2)
  inverse u[d] = x[d] / (1 + sqrt(max(0, 1 - sum{d} x[d]^2)))
  because "2 |u| / (1 + |u|^2) is at most 1"
  check   u[d] in (-0.55, 0.55), D = 3
end
# The same where absolute values are added up. The edges stay kinks: where an entry is 0 on the border, the others give way whichever
# side it leaves to.
chart cross
  id      "C-CROSS"
  for     x[D] in ball(1, norm = 1): x[d] = 2 * u[d] / (1 + (sum{d} abs(u[d]))^2)
  inverse u[d] = x[d] / (1 + sqrt(max(0, 1 - (sum{d} abs(x[d]))^2)))
  because "2 s / (1 + s^2) is at most 1, where s is the sum of the absolute values of u"
  check   u[d] in (-0.3, 0.3), D = 3
end
