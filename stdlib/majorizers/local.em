# Bounds of terms that hold near the current point, by `using`: the run raises `stiffness` until they hold at the new one.
majorizer exponential_near
  id      "R-EXP-LOCAL"
  order   10
  for     exp(u)
  bound   touch(exp(u)) * (1 + (u - touch(u)) + c * (u - touch(u))^2)
  with    r = min(stiffness / 2, 700)
  with    c = if r < 1/100 then 1/2 + r / 6 + r^2 / 24 + r^3 / 120 else (exp(r) - 1 - r) / r^2
  update  local
  because "exp(t) <= 1 + t + c t^2 as far as t <= r"
  source  "Boehning and Lindsay 1988"
  check   u in (-3, 3), stiffness = 40
end

majorizer linear_inside
  id      "R-PROXLINEAR"
  order   20
  for     f(u)                                where convex_everywhere(f), nonlinear(u)
  bound   f(touch(u) + linear_step(u)) + stiffness / 2 * squared_step(u)
  update  local
  because "near the current point the inside differs from its tangent plane by no more than stiffness times the square of the step"
  source  "Drusvyatskiy and Paquette 2019"
  check   u = x^2 - 1 + sin(x), x in (-0.5, 0.5), stiffness = 1000000
end

# Relative smoothness: the logarithm of a sum bends no more than the logarithms of its terms.
majorizer mirror_of_logarithm
  id      "R-BREGMAN"
  order   30
  for     -log(sum{j} a[j] * x[j])            where a[j] >= 0, x[j] >= 0, constant(a)
  bound   -log(s) + sum{j} (x[j] / touch(x[j]) - 1 - a[j] * (x[j] - touch(x[j])) / s - log(x[j]) + log(touch(x[j])))
  with    s = touch(sum{j} a[j] * x[j])
  update  loose
  because "sum log(x) - log(sum a x) is concave"
  source  "Bauschke, Bolte and Teboulle 2017"
  check   a[j] in (0.1, 3), x[j] in (0.1, 3), J = 3
end
