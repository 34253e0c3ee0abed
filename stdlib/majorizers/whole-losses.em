# Rules for whole losses, by `using`: what is added to the loss, or to its value, as a function of one block and of the loss's gradient by it.
# The proximal term lies above any loss. The others ask the run for a guard, since they hold near the current point only (local: `stiffness`
# is raised until they do) or have no more than its slope (guarded: steps are shortened until the loss has fallen).
majorizer proximal
  id      "R-PROX"
  order   10
  for     x: F
  bound   F + 1/2 * (x - touch(x))^2
  because "the square of the step is nowhere negative, and 0 at the current point"
  source  "Rockafellar 1976"
  check   F = (x^2 - a)^2 + sin(x), a in (-2, 2)
end

majorizer gradient_step
  id      "R-GD"
  order   20
  for     x: F
  bound   touch(F) + g * (x - touch(x)) + stiffness / 2 * (x - touch(x))^2
  with    g = gradient(x)
  update  local
  because "near the current point no smooth loss bends more than stiffness says"
  source  "Polyak 1963"
  check   F = (x^2 - a)^2 + sin(x), a in (-2, 2)
end

majorizer projected_gradient_step
  id      "R-GD"
  order   21
  for     v[J] in ball: F
  bound   touch(F) + sum{j} (g[j] * (v[j] - touch(v[j])) + stiffness / 2 * (v[j] - touch(v[j]))^2)
  with    g[j] = gradient(v[j])
  update  local
  because "near the current point no smooth loss bends more than stiffness says"
  source  "Goldstein 1964"
  check   F = sum{j} (exp(v[j]) - a[j] * v[j]^2), a[j] in (-2, 2), J = 3
end

majorizer polar_step
  id      "R-ORTH-QUB"
  order   22
  for     R[Q, D] in orthogonal: F
  bound   touch(F) + sum{q, d} (g[q, d] - stiffness * touch(R[q, d])) * (R[q, d] - touch(R[q, d]))
  with    g[q, d] = gradient(R[q, d])
  update  local
  because "near the current point no smooth loss bends more than stiffness says, and all frames have one length"
  source  "Edelman, Arias and Smith 1998"
  check   F = sum{q, d} (a[q, d] * R[q, d]^2 + exp(R[q, d])), a[q, d] in (-2, 2), Q = 2, D = 3
end

majorizer direction_step
  id      "R-ORTH-QUB"
  order   23
  for     v[J] in sphere: F
  bound   touch(F) + sum{j} (g[j] - stiffness * touch(v[j])) * (v[j] - touch(v[j]))
  with    g[j] = gradient(v[j])
  update  local
  because "near the current point no smooth loss bends more than stiffness says, and all directions have one length"
  source  "Edelman, Arias and Smith 1998"
  check   F = sum{j} (a[j] * v[j]^4 + exp(v[j])), a[j] in (-2, 2), J = 3
end

majorizer multiplicative_step
  id      "R-SPLIT-MU"
  order   30
  for     x > 0: F
  bound   touch(F) + up * (x^2 / touch(x) - touch(x)) / 2 - down * touch(x) * (log(x) - log(touch(x)))
  with    e = 1e-9 * (gradient_up(x) + gradient_down(x))
  with    up = gradient_up(x) + e
  with    down = gradient_down(x) + e
  update  guarded
  because "its slope is what raises the loss less what lowers it; least at x sqrt(down / up)"
  source  "Lee and Seung 2001"
  check   F = a * x^2 - b * x + b / x + exp(-x), a in (0, 2), b in (0, 2)
end

majorizer reweighted_step
  id      "R-SIMPLEX-SPLIT"
  order   31
  for     p[K] in simplex: F
  bound   touch(F) - sum{k} w[k] * (log(p[k]) - log(touch(p[k])))
  with    g[k] = gradient(p[k])
  with    m = max{k} g[k]
  with    w[k] = touch(p[k]) * (max(m - g[k], 0) + 1e-9 * (1 + abs(m)))
  update  guarded
  because "on a simplex a slope counts up to a constant, so that the greatest one is taken for 0"
  source  "Baum and Eagon 1967"
  check   F = sum{k} (a[k] * p[k] + exp(p[k]) - p[k]^2), a[k] in (-2, 2), K = 4
end

majorizer mirror_step
  id      "R-EG"
  order   32
  for     p[K] in simplex: F
  bound   touch(F) + sum{k} (g[k] * (p[k] - touch(p[k])) + stiffness * (p[k] * log(p[k]) - p[k] * log(max(touch(p[k]), 1e-300))))
  with    g[k] = gradient(p[k])
  update  local
  because "near the current point no smooth loss bends more than a multiple of the relative entropy"
  source  "Kivinen and Warmuth 1997"
  check   F = sum{k} (a[k] * p[k] + exp(p[k]) - p[k]^2), a[k] in (-2, 2), K = 4
end

# the same for plans with given sums
majorizer plan_step
  id      "R-EG"
  order   33
  for     P[I, J] in transport: F
  bound   touch(F) + sum{i, j} (g[i, j] * (P[i, j] - touch(P[i, j])) + stiffness * (P[i, j] * log(P[i, j]) - P[i, j] * log(max(touch(P[i, j]), 1e-300))))
  with    g[i, j] = gradient(P[i, j])
  update  local
  because "the relative entropy of two plans with the same sums is not negative, and near the current point no smooth loss bends more than a multiple of it"
  source  "Kivinen and Warmuth 1997; Xie, Wang, Wang and Zha 2020"
  check   F = sum{i, j} (a[i, j] * P[i, j] + exp(P[i, j]) - P[i, j]^2), a[i, j] in (-2, 2), I = 3, J = 3
end

majorizer mirror_bound_of_quadratic
  id      "R-BREGMAN"
  order   15
  for     p[K] in simplex: F                  where quadratic(F)
  bound   touch(F) + sum{k} (g[k] * (p[k] - touch(p[k])) + s * (p[k] * log(p[k]) - p[k] * log(max(touch(p[k]), 1e-300))))
  with    g[k] = gradient(p[k])
  with    s = max{k} max{l in k} abs(hessian(p[k], p[l]))
  because "the form is no more than its greatest entry times the squared sum of absolute steps, and that is twice the relative entropy at most (Pinsker)"
  source  "Bauschke, Bolte and Teboulle 2017"
  check   F = sum{k} (a[k] * p[k]^2 + b[k] * p[k]) + 2 * p[1] * p[2], a[k] in (-2, 2), b[k] in (-2, 2), K = 4
end

majorizer geometric_mean_step
  id      "R-SPD-SPLIT"
  order   33
  for     S[D, D] in spd: F
  bound   touch(F) + sum{d, e} (P[d, e] * (S[d, e] - touch(S[d, e])) + N[d, e] * (inv(S)[d, e] - touch(inv(S)[d, e])))
  with    G[d, e] = (gradient(S[d, e]) + gradient(S[e, d])) / 2
  with    P[d, e] = sum{q in d} eigenvectors(array{d, e in d} G[d, e])[d, q] * eigenvectors(array{d, e in d} G[d, e])[e, q] * (max(eigenvalues(array{d, e in d} G[d, e])[q], 0) + 1e-9 * max{r in d} abs(eigenvalues(array{d, e in d} G[d, e])[r]))
  with    M[d, e] = P[d, e] - G[d, e]
  with    N[d, e] = sum{f in d, h in d} touch(S[d, f]) * M[f, h] * touch(S[h, e])
  update  guarded
  because "the gradient is a definite matrix less another; least at the geometric mean of the inverse of the one and S times the other times S"
  source  "Sra and Hosseini 2015"
  check   F = sum{d, e} (S[d, e] - a[d, e])^2 - logdet(S), a[d, e] in (-2, 2), D = 3
end

majorizer cubic_step
  id      "R-CUBIC"
  order   40
  for     v[J]: F
  bound   touch(F) + (sum{j} g[j] * (v[j] - touch(v[j]))) + 1/2 * (sum{j, l in j} H[j, l] * (v[j] - touch(v[j])) * (v[l] - touch(v[l]))) +
          stiffness / 6 * ((1e-12 + sum{j} (v[j] - touch(v[j]))^2)^(3/2) - 1e-18)
  with    g[j] = gradient(v[j])
  with    H[j, l] = hessian(v[j], v[l])
  update  local
  because "near the current point no second derivative changes faster than stiffness says"
  source  "Nesterov and Polyak 2006"
  check   F = sum{j} (exp(v[j]) - a[j] * v[j]^2) + v[1] * v[2]^2, a[j] in (-2, 2), J = 3
end
