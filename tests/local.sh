#!/bin/sh
# local.sh: rules that serve by `using` alone: of whole losses, and of terms near the current point. Each fit must fall in every iteration, say its
# type, end where the fit without it ends (or not above), and have a certificate that holds; a guard that is taken away must be noticed.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/tap.sh"

program=$(realpath "$majorant")
cd "$scratch" || exit 1

# serves RULE TYPE MODEL: `;` between statements
serves () {
  echo "$3" | tr ';' '\n' >model
  (cat model; echo "fit with tol = 1e-13, iters = 20000") >plain.em
  (cat model; printf 'fit using %s with tol = 1e-13, iters = 20000\n' "$1") >used.em
  (cat model; printf 'derive using %s as json\n' "$1") >certificate.em
  "$program" --output=json plain.em >plain 2>/dev/null
  "$program" --output=json used.em >used 2>used.err
  is "$1 is used, type $2" "$(grep -c "the rule '$1' was not used" used.err) $(grep -o '"type": "[A-Z]"' used | sort -u | head -1)" "0 \"type\": \"$2\""
  ok "$1 never rises" grep -q '"monotone": true' used
  for f in plain used; do sed -n 's/.*"loss": \([-+0-9.e]*\),.*/\1/p' $f | head -1 >$f.loss; done
  ok "$1 ends where the fit without it does: $(cat used.loss), $(cat plain.loss)" awk 'NR == 1 {a = $1} NR == 2 {b = $1} END {exit !(NR == 2 && a - b <= 1e-7 * (b < 0 ? -b : b) + 1e-9)}' used.loss plain.loss
  certified "the certificate of $1 holds" "$program" certificate.em
}

serves proximal M 'param x; param y; minimize (x^2 - 1)^2 + exp(x + y) + y^2'
serves gradient_step L 'param x; param y; minimize (x^2 - 1)^2 + exp(x + y) + y^2'
serves cubic_step L 'data c[N] = [3, -1, 2]; param x[N]; param y; minimize (x[1]^2 - 1)^2 + exp(x[2] + y) + y^2 + sum{i} (x[i] - c[i])^4'
serves projected_gradient_step L 'data c[N] = [1, 2]; param v[N] in ball; minimize sum{i} (v[i] - c[i])^4 + v[1] * exp(v[2])'
serves polar_step L 'data a[N, M] = [[1, 2], [3, 1]]; param R[N, M] in orthogonal; minimize sum{i, j} (a[i, j] * R[i, j]^3 + exp(R[i, j]))'
serves direction_step L 'data a[N] = [1, -2, 1]; param v[N] in sphere init array{i in N} (i == 2); minimize sum{i} (a[i] * v[i]^4 + exp(v[i]))'
serves multiplicative_step F 'data c[N] = [1, 2, 4]; param x[N] > 0; param y > 0; minimize exp(x[1] * y) + x[2]^2 / y + 1 / (sum{i} x[i]) + x[3] * y^3 + sum{i} c[i] * x[i]^2 - log(x[1])'
serves multiplicative_step F 'data V[I, J] = [[1, 2, 3], [2, 4, 6]]; let Q = 1; param W[I, Q] >= 0 init 1; param H[Q, J] >= 0 init 1; minimize sum{i, j} (V[i, j] - sum{q} W[i, q] * H[q, j])^4 + sum{i, q} W[i, q]^2 + sum{q, j} H[q, j]^2'
serves reweighted_step F 'data a[K] = [1, -2, 1, 3]; param p[K] in simplex; minimize sum{k} (a[k] * p[k]^3 + 3 * exp(p[k]))'
serves mirror_step L 'data a[K] = [1, -2, 1, 3]; param p[K] in simplex; minimize sum{k} (a[k] * p[k]^3 + exp(p[k]))'
serves mirror_bound_of_quadratic M 'data a[K] = [1, 2, 1]; param p[K] in simplex; minimize sum{k} (a[k] * p[k]^2 - p[k]) + p[1] * p[2]'
serves geometric_mean_step F 'data a[D, D] = [[2, 1], [1, 3]]; param S[D, D] in spd; minimize sum{d, e} (S[d, e] - a[d, e])^4 + sum{d, e} (S[d, e] - a[d, e])^2 - logdet(S)'
serves exponential_near L 'data c[K, P] = [[1, 0], [1, 2], [-1, -1]]; param x[P]; minimize sum{k} exp(dot(c[k], x))'
serves linear_inside L 'data y[N] = [3, 2, 1.4, 1.1]; param a init 1; param b init 0; minimize sum{i} (y[i] - a * exp(b * i))^2'

# what the user fixed stays; a proof is not claimed
cat >fixed.em <<'END'
data c[N] = [1, 2, 3]
param x[N] > 0
fix x[2] = 5
minimize sum{i} (x[i] - c[i])^4 + x[1] * x[2] * x[3]
fit using multiplicative_step
print x[2]
END
ok "an entry that is fixed stays" sh -c '"$1" fixed.em 2>&1 | grep -q "x\[2\] = 5"' - "$program"
cat >proved.em <<'END'
param x
minimize (x - 1)^4 + exp(x)
fit using gradient_step with require = majorizer
END
"$program" proved.em >/dev/null 2>proved.err
ok "no proof is claimed where a rule is local" grep -q 'majoriz' proved.err

# the guard is part of the certificate
if verifies "$program"; then
  printf 'param x\nminimize (x^2 - 1)^2\nderive using gradient_step as json\n' >tamper.em
  "$program" tamper.em 2>/dev/null | sed 's/"type": "L"/"type": "M"/' >tampered.json
  ok "a local bound that is called proved is refused" sh -c '"$1" --verify=tampered.json 2>&1 | tail -1 | grep -q "of type L, not M"' - "$program"
  "$program" tamper.em 2>/dev/null | sed 's/"whole": true, //' >tampered.json
  ok "a rule for whole losses among others is refused" sh -c '"$1" --verify=tampered.json 2>&1 | tail -1 | grep -q "not valid"' - "$program"
fi
for threads in 1 2; do
  printf 'data c[N] = [1, 2, 4]\nparam x[N] > 0\nminimize sum{i} (x[i] - c[i])^4 + exp(x[1] * x[2])\nfit using multiplicative_step\nsave x to "x%s.csv"\n' $threads >threads.em
  "$program" --threads=$threads threads.em >/dev/null 2>&1
done
same "the same bits for one thread and two" x1.csv x2.csv
done_testing
