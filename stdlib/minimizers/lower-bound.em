# An increasing surrogate on [l, infinity): its lower end, by cutting off the free minimiser, which lies at or above 0. The
# scale of a uniform law.
minimizer lower_bound
  id      "M-BOUND"
  order   40.5
  for     x > 0: a * x + b / x + c * log(x)                 where a >= 0 and b >= 0 and c >= 0 and lower_bound
  let     s = (c^2 + 4 * a * b)^(1/2)
  gives   x = 2 * b / (c + s)
  needs   a > 0 or c > 0 else 1e300
  needs   a > 0 or c > 0 or b > 0 else keep
  needs   a > 0 or c > 0 or b <= 0 else infinite
  because "the slope has one zero at most, from below to above; without a reciprocal it is positive everywhere"
  check   a in (0.1, 3), b in (0.1, 3), c in (0, 3)
end
