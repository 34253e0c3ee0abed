# Logarithms of rising factorials, lgamma(x + n) - lgamma(x), for counts n: taken as one, before the sum is split.
majorizer rising_factorial_below
  id      "R-TLOG"
  order   40
  for     lgamma(x) - lgamma(x + n)           where x >= 0 and n >= 0 and whole(n) and constant(n)
  bound   touch(lgamma(x) - lgamma(x + n)) - w * (log(x) - log(touch(x)))
  with    w = touch(x * max(digamma(x + n) - digamma(x), 0))        # digamma rises: never below 0
  because "lgamma(x + n) - lgamma(x) is convex in log x for whole n, so minus it lies below its tangent in log x"
  source  "Minka 2000; Zhou and Lange 2010"
  check   x in (0.1, 5), n in 1..6
end

majorizer rising_factorial
  id      "R-TANGENT"
  order   40
  for     lgamma(x + n) - lgamma(x)           where x > 0 and n >= 0 and constant(n)
  bound   touch(lgamma(x + n) - lgamma(x)) + w * (x - touch(x))
  with    w = touch(max(digamma(x + n) - digamma(x), 0))            # digamma rises: never below 0
  because "lgamma(x + n) - lgamma(x) is concave in x: it lies below its tangent"
  source  "Minka 2000"
  check   x in (0.1, 5), n in (0, 6)
end
