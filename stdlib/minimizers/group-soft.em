# A quadratic and the length of a vector: a group is 0 as a whole, or shrunk. With the length t, each entry is h t / (a t + w); their squares
# add up to t^2.
# SPDX-License-Identifier: GPL-3.0-or-later
minimizer group_soft_threshold
  id      "M-GROUP-SOFT"
  order   58
  for     v[D]: sum{d} (a / 2 * v[d]^2 - h[d] * v[d]) + w * (sum{d} v[d]^2)^(1/2)        where occurs(w) and a >= 0 and w >= 0
  let     n = (sum{d} h[d]^2)^(1/2)
  gives   v[d] = if n > w then h[d] * (1 - w / n) / a else 0
  needs   a > 0 or n * 0.999999999 <= w else unbounded       # the two may be equal but for rounding
  because "0 where |h| <= w; else h and v have one direction, and the length is (|h| - w) / a"
  source  "Yuan and Lin 2006"
  check   a in (0.1, 3), h[d] in (-2, 2), w in (0, 3), D = 4
end
minimizer group_soft_threshold_scaled
  id      "M-GROUP-SOFT"
  order   58.1
  for     v[D]: sum{d} (a[d] / 2 * v[d]^2 - h[d] * v[d]) + w * (sum{d} v[d]^2)^(1/2)     where occurs(w) and a[d] >= 0 and w >= 0
  let     n = (sum{d} h[d]^2)^(1/2)
  search  t in (0, inf): if n > w then 1 - sum{d} (h[d] / (a[d] * t + w))^2 else t
  gives   v[d] = if n > w then h[d] * t / (a[d] * t + w) else 0
  needs   min{d} a[d] > 0 or n * 0.999999999 <= w or (sum{d} (if a[d] > 0 then 0 else h[d]^2)) < w^2 else unbounded
  because "0 where |h| <= w; else the length t is where the squares of h t / (a t + w) add up to t^2"
  source  "Beck and Teboulle 2009"
  check   a[d] in (0.1, 3), h[d] in (-2, 2), w in (0, 3), D = 4
end
