# A multiple of the unit matrix by the logarithm of the factor.
chart covariance_spherical
  id      "C-LOG-SPHERICAL"
  for     S[D, D] in spd spherical: S[d, e] = if d == e then exp(u) else 0
  inverse u = log(S[1, 1])
  because "one positive variance"
  check   u in (-1, 1), D = 3
end
