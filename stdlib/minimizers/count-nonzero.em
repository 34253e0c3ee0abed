# A quadratic and a price for not being 0: keep or kill.
# SPDX-License-Identifier: GPL-3.0-or-later
minimizer hard_threshold
  id      "M-HARD"
  order   61
  for     x: a / 2 * x^2 - h * x + l * (x != 0)             where a >= 0 and l >= 0
  gives   x = if h^2 > 2 * a * l then h / a else 0
  needs   a > 0 or h == 0 else 1e308 * sign(h)
  needs   a > 0 or h == 0 else unbounded
  because "the quadratic alone gains h^2/(2a), which must be more than the price"
  source  "Blumensath and Davies 2008"
  check   a in (0.1, 3), h in (-3, 3), l in (0, 2)
end

# The same said as a reward for being 0.
minimizer hard_threshold_by_reward
  id      "M-HARD"
  order   61.1
  for     x: a / 2 * x^2 - h * x - l * (x == 0)             where a >= 0 and l >= 0
  gives   x = if h^2 > 2 * a * l then h / a else 0
  needs   a > 0 or h == 0 else 1e308 * sign(h)
  needs   a > 0 or h == 0 else unbounded
  because "the quadratic alone gains h^2/(2a), which must be more than the reward"
  source  "Blumensath and Davies 2008"
  check   a in (0.1, 3), h in (-3, 3), l in (0, 2)
end
