# Jensen's inequality for minus the logarithm of a sum: the E-step of EM. The weights r are what equal gradients would give.
majorizer jensen_log
  id      "R-JENSEN-LOG"
  order   30
  for     -log(sum{z} a[z])                   where a[z] >= 0
  bound   sum{z} r[z] * (log(r[z]) - log(a[z]))
  with    r[z] = touch(a[z]) / sum{z} touch(a[z])
  because "Jensen's inequality: -log is convex, so minus the log of a sum of positive terms lies below the r-weighted sum"
  source  "Dempster, Laird and Rubin 1977; Neal and Hinton 1998"
  check   a[z] in (0.1, 5), Z = 4
end
