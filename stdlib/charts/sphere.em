# A direction by any vector that points there; its length does not count.
chart sphere
  id      "C-SPHERE"
  for     x[D] in sphere: x[d] = u[d] / sqrt(sum{d} u[d]^2)
  inverse u[d] = x[d]
  because "|x| = 1 whatever u is, but for u = 0"
  check   u[d] in (0.5, 2), D = 3
end
