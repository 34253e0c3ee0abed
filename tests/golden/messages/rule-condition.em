# status: 1
# a rule whose condition is misspelt would never fit anything
majorizer careless
  order 55
  for   f(u) where concav(f)
  bound touch(f(u)) + touch(slope(f(u), u)) * (u - touch(u))
  check u in (0.1, 3)
end
param m > 0 init 1
minimize m + 1 / m
fit using careless
