#!/bin/sh
# certificate.sh: certificates of models are valid; tampered ones are refused, and the step is named.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/tap.sh"

program=$(realpath "$majorant")
stdlib=$(realpath "$srcdir/stdlib") examples=$(realpath "$srcdir/examples")
cd "$scratch" || exit 1

if ! verifies "$program"; then
  skip "certificates" "no jansson"
  done_testing
  exit
fi

points='data x[N, D] = [[1, 2], [1.5, 1.8], [5, 8], [8, 8], [1, 0.6], [9, 11], [2.5, 4], [7, 3]]'
counts='data n[W, Y] = [[3, 0, 1], [2, 5, 0], [0, 1, 4], [1, 1, 1]]'
line='data x[N, P] = [[1, 0.5], [1, 1.5], [1, 2.5], [1, 3.5], [1, 4.5]]'

# model NAME STATEMENTS: writes NAME.json and verifies it
model () {
  if ! "$program" -e "$2
derive as json" >"$1.json" 2>err; then
    fail "$1: a certificate is written"
    comment "$(cat err)"
    return
  fi
  "$program" --verify="$1.json" >out 2>err
  if [ $? = 0 ] && [ "$(tail -1 out)" = valid ]; then pass "$1: valid"
  else fail "$1: valid"; comment "$(cat out err)"; fi
}

model range 'data y[R] = [1, 2, 3, 4, 5]
param f > 0
minimize sum{i} sum{a in 1..3} (f * a - y[i] * log(f + a))'
model blur 'data y[R] = [1, 2, 3, 4, 5]
param f[R]
minimize sum{i in 2..4} (y[i] - sum{a in 1..3} f[i + a - 2])^2 + 0.1 * sum{i} f[i]^2'
model blur-poisson 'data y[R] = [1, 2, 3, 4, 5]
param f[R] > 0
minimize sum{i in 2..4} ((sum{a in 1..3} f[i + a - 2]) - y[i] * log(sum{a in 1..3} f[i + a - 2])) + 0.1 * sum{i} f[i]^2'
model range-from-zero 'data n[N] = [1, 0, 3]
param a > 0
param b > 0
minimize -sum{i} log sum{j in 0..4 : j <= n[i]} exp(j * log(a) - a - lgamma(j + 1) + (n[i] - j) * log(b) - b - lgamma(n[i] - j + 1))'
model entry-before-by-choice 'data n[T] = [3, 1, 4]
param z[T] > 0
minimize sum{t} (z[t] - n[t] * (if t >= 2 then log(z[t - 1]) else 0)) + |z|^2'
model neighbour-by-sum 'data n[T] = [3, 1, 4]
param z[T] >= 0
minimize sum{t} (z[t] + 0.2 * (sum{s in T : s == t - 1} z[s]) - n[t] * log(z[t] + 0.2 * (sum{s in T : s == t - 1} z[s])))'
model computed-constants 'data x[N] = [0.1, -0.7, 0.4, 1.3, 7]
let a = 0.5
param m
param v > 0
minimize (2 * pi * v)^(-a / 2) / sqrt(1 + a) - (1 + 1 / a) * mean{i} normal(x[i] | m, v)^a'
model axis-called-as-a-weight 'data x[N, P] = [[1, 2], [0.3, -1], [0.7, 0.1]]
let K = 2
let Q = 1
param w[K] in simplex
param m[K, P] init sample(x)
param W[K, P, Q]
param v[P] > 0
minimize -sum{n} log sum{k} w[k] * normal(x[n] | m[k], array{p in P, r in P} ((sum{q} W[k, p, q] * W[k, r, q]) + (p == r) * v[p]))'
model balanced-kinks 'data r[T, A] = [[0.01, 0.02, -0.01], [0.03, -0.02, 0.01], [-0.02, 0.01, 0.02]]
param w[A] in simplex
minimize 100 * mean{t} |sum{a} (r[t, a] - mean{u in T} r[u, a]) * w[a]|'
model kmeans "$points
let K = 2
param c[K, D] init sample(x)
minimize sum{i} min{k} |x[i] - c[k]|^2"
model plsa "$counts
let Z = 2
param phi[W | Z]
param theta[Z | Y]
maximize sum{w, y} n[w, y] * log(sum{z} phi[w | z] * theta[z | y])"
model gmm "$points
let K = 2
param w[K] in simplex
param mu[K, D] init sample(x)
param S[K, D, D] in spd init eye(D)
minimize -sum{i} log sum{k} w[k] * normal(x[i] | mu[k], S[k])"
model gmmdiag "$points
let K = 2
param w[K] in simplex
param mu[K, D] init sample(x)
param v[K, D] > 0 init 1
minimize -sum{i} log sum{k} w[k] * normal(x[i] | mu[k], v[k])"
model ratio "$points
param u[D] in sphere
minimize (mean{i} dot(x[i], u)^2) / (sum{d} d * u[d]^2)"
model rounded 'data x[N] = [1, 2, 4]
param m
minimize sum{i} (log(0.7 + (x[i] - m)^2) + log(0.7 + 1e-280 + (x[i] - m)^2)) + m^2'
model student "$line
data y[N] = [1, 2.1, 2.9, 9, 5.2]
param b[P] init 0
param v > 0 init 1
minimize -sum{i} log student(y[i] | 3, dot(x[i], b), v)"
model experts "$line
data y[N] = [0, 2, 1, 8, 3]
let K = 2
param w[K] in simplex
param a[K] init [0, 1]
param b[K, P] init 0
minimize 0.1 * |b|^2 - sum{i} log sum{k} w[k] * poisson(y[i] | exp(a[k] + dot(x[i], b[k])))"
model logistic "$line
data y[N] = [0, 0, 1, 0, 1]
param b[P] init 0
minimize sum{i} (log(1 + exp(dot(x[i], b))) - y[i] * dot(x[i], b))"
model linkage "param t in (0, 1) init 0.5
minimize -(125 * log(2 + t) + 38 * log(1 - t) + 34 * log(t))"
model nmf "$counts
let R = 2
param A[W, R] >= 0
param B[R, Y] >= 0
minimize sum{w, y} (n[w, y] - sum{r} A[w, r] * B[r, y])^2"
model lasso "$line
data y[N] = [1, 2.1, 2.9, 4.2, 5.2]
param b[P] init 0
minimize 1/2 * (sum{i} (y[i] - dot(x[i], b))^2) + 0.7 * (sum{p} |b[p]|)"
model bradley "data wins[N, N] = [[0, 3, 2], [1, 0, 4], [2, 1, 0]]
param s[N] > 0 init 1
maximize sum{i, j} wins[i, j] * (log(s[i]) - log(s[i] + s[j]))"
model median "$points
param c[D] init 1
minimize sum{i} |x[i] - c|"
model poisson "$line
data y[N] = [1, 2, 2, 4, 5]
param b[P] init 0
minimize sum{i} (exp(dot(x[i], b)) - y[i] * dot(x[i], b))"
model coins "data h[I] = [5, 9, 8, 4, 7]
let K = 2
param p[K] in (0, 1) init [0.6, 0.5]
minimize -sum{i} log(sum{k} 1/2 * binomial(h[i] | 10, p[k]))"
model together "$line
data y[N] = [1, 2.1, 2.9, 9, 5.2]
param a
param b[P]
minimize sum{i} (y[i] - a - dot(x[i], b))^2"
model fixed "$line
data y[N] = [1, 2.1, 2.9, 9, 5.2]
param b[P]
fix b[1] = 0.5
param w[P] in simplex
fix w[1] = 0.25
minimize sum{i} (y[i] - dot(x[i], b))^2 - sum{p} p * log(w[p])"
model fixedexperts "$line
data y[N] = [0, 2, 1, 8, 3]
let K = 2
param w[K] in simplex
param a[K] init [0, 1]
fix a[1] = 0
minimize -sum{i} log sum{k} w[k] * poisson(y[i] | exp(a[k] + 0.1 * x[i, 2]))"
model pairs "$points
param A[D, D] in spd init eye(D)
minimize (sum{i, j : i < j and j < i + 3} quad(x[i] - x[j], A)) - 10 * logdet(A)"
model rectified "$line
data y[N] = [0, 0, 1.5, 2.5, 4]
param b[P] init 0.3
minimize sum{i} (y[i] - max(0, dot(x[i], b)))^2"
model components "data V[N, N] = [[1, 1, 0], [1, 1, 0], [0, 0, 1]]
data y[N] = [1.2, 0.3, -0.9]
let K = 2
param s[K] > 0 init 1
minimize logdet(s[1] * V + s[2] * eye(N)) + quad(y, inv(s[1] * V + s[2] * eye(N)))"
model columns "data d[N, C] = [[-1, 2], [-2, 3], [1, 7], [0.5, 3]]
param b[2] > 0
minimize sum{i} ((b[1] + b[2] * i) * exp(d[i, 1]) - d[i, 2] * log(b[1] + b[2] * i))"
# sizes without names: arrays of one size share their places, a named axis of that size agrees with them, a shorter one lies within
model bare "data a[3] = [1, 2, 4]
data b[3] = [1, 0, 1]
param x[3]
minimize sum{i} a[i] * (x[i] - b[i])^2 + |x|^2"
model baremixed "data a[N] = [1, 2, 4]
data b[3] = [1, 0, 1]
param x[3]
minimize sum{i} a[i] * (x[i] - b[i])^2 + |x|^2"
model bareshort "data y[3] = [1, 2, 5]
param b[3]
param c[4]
minimize sum{i} (y[i] - b[i])^2 + sum{j} |c[j] - j| + |c|^2 + (sum{i in 1..3} b[i] * c[i])^2"
model barematrix "data x[N, 2] = [[1, 2], [3, 4], [5, 7], [2, 2.5]]
param w[2] in simplex
param m[2, 2] init [[1, 2], [4, 6]]
let K = 2
param S[K, 2, 2] in spd init eye(2)
minimize -sum{i} log sum{k} w[k] * normal(x[i] | m[k], S[k])"
# data that are computed have another name in the certificate, also in its proofs
model computed "data n[N] = [5, 9, 8]
data y[N] = [2, 3, 8]
param a > 0 init 1
param b > 0 init 1
minimize sum{i} (lgamma(a) - lgamma(a + y[i]) + lgamma(b) - lgamma(b + n[i] - y[i]) + lgamma(a + b + n[i]) - lgamma(a + b))"
# a multiple of a sum, bounded term by term
model hawkes "data t[N] = [0.5, 1.1, 1.3, 4, 4.2]
param mu > 0
param a > 0
param b > 0
minimize -sum{i} log(mu + sum{j in N : j < i} a * b * exp(-b * (t[i] - t[j]))) + mu * 5 + sum{i} a * (1 - exp(-b * (5 - t[i])))"
model quartic "param p init 1
minimize (p - 2)^4 + cos(p)"

# the examples that state a loss of their own
cp -RL "$examples" examples && chmod -R u+w examples
for example in $(grep -l '^minimize' examples/*.em); do
  name=$(basename "$example" .em)
  (grep -v '^plot\|^save\|^fit' "$example" | sed '/^print/d'; echo 'derive as json') >examples/certificate.em
  (cd examples && "$program" certificate.em) 2>err | grep '^{"certificate"' >example.json
  "$program" --verify=example.json >out 2>>err
  if [ $? = 0 ]; then pass "example $name: valid"; else fail "example $name: valid"; comment "$(cat out err)"; fi
done

# refused NAME MODEL SED-SCRIPT PATTERN: the tampered certificate is refused, with a line that matches
refused () {
  sed -E "$3" "$2.json" >tampered.json
  if cmp -s tampered.json "$2.json"; then
    fail "$1: the certificate was changed"
    return
  fi
  "$program" --verify=tampered.json >out 2>err
  got=$?
  if [ $got = 1 ] && tail -1 out | grep -Eq -e "^not valid: $4"; then pass "$1"
  else fail "$1"; comment "status $got; wanted: not valid: $4"; comment "$(cat out err)"; fi
}

refused "a range of a sum of numbers alone" blur-poisson 's/("definition": "sum\{[^ ]* in 2\.\.)4/\13/' 'update of f .*b_f is not'
refused "a subscript outside, where its range is in sight" blur-poisson 's/("loss": "[^"]*)i - 2 \+ a/\1i - 3 + a/' '.*leaves the axis'
refused "another rule" plsa 's/"rule": "R-JENSEN-LOG", "name": "jensen_log"/"rule": "R-AMGM", "name": "am_gm"/' 'step 1 '
refused "a rule that does not fit" plsa 's/"name": "jensen_log"/"name": "softmin"/' 'step 1 .*'
refused "a rule that there is not" plsa 's/"name": "jensen_log"/"name": "jensen_lag"/' 'step 1 .*no rule jensen_lag'
refused "a rule under another id" plsa 's/"rule": "R-JENSEN-LOG"/"rule": "R-OTHER"/' 'step 1 .*has the id'
refused "an equation instead of a bound" plsa 's/"exact": false/"exact": true/' 'step 1 .*is a bound'
refused "another term before" gmm 's/"before": "-log\(/"before": "-2 * log(/' 'step 1 .*here a bound is needed of'
refused "another bound" coins 's/("after": "sum\{k\} r\[i, k\] \* \()/\12 * /' "step 1 .*does not yield 'after'"
refused "another weight" coins 's/("definition": )"exp\(/\1"2 * exp(/' 'step 1 .*r is not'
refused "a weight left out" coins 's/"weights": \[\{.*\], "conditions": \[\]\}\], "factors"/"weights": [], "conditions": []}], "factors"/' 'step 1 .*has 1 weights, 0 are recorded'
refused "another condition" plsa 's/("condition": "phi\[w, z\] \* theta\[z, y\] >=) 0/\1 -1/;s/("condition": "[^"]*) >= 0/\1 >= -1/' 'step 1 .*condition'
refused "a condition left out" plsa 's/"conditions": \[\{.*\}\]\}\], "factors"/"conditions": []}], "factors"/' 'step 1 .*has 1 conditions, 0 are recorded'
refused "a missing step" kmeans 's/"steps": \[.*\], "factors"/"steps": [], "factors"/' 'step 1: it is missing'
refused "another surrogate" coins 's/"surrogate": "/"surrogate": "1 + /' 'surrogate of group 1'
refused "a rule for descent as a bound" ratio 's/"descent": true/"descent": false/' 'step 1 .*does not fit'
refused "a bound as a rule for descent" kmeans 's/"descent": false/"descent": true/' 'group 1: the steps do not lead to a surrogate'
refused "another domain" plsa 's/"domain": \{"kind": "simplex", "least": 0, "greatest": 1, "above_least": false, "below_greatest": false, "coupled": 1/"domain": {"kind": "real", "least": null, "greatest": null, "above_least": true, "below_greatest": true, "coupled": 0/' '(step 1|update|group).*'
refused "an entry too few fixed" fixed 's/"fixed": \[0.5, null\]/"fixed": [0.5]/' 'declarations: not every entry of b'
refused "nothing fixed" fixed 's/, "fixed": \[0.5, null\]//' 'update of b .*'
refused "another end of a domain" nmf 's/"least": 0, "greatest": null, "above_least": false/"least": -1, "greatest": null, "above_least": false/' '.*(step|update)'
refused "weaker facts of a column" columns 's/\{"least": 2, "greatest": 7/{"least": -2, "greatest": 7/' '.*'
refused "weaker facts of data" plsa 's/("name": "n", "axes": \["W", "Y"\], "bar": -1, "least":) 0/\1 -3/' '.*'
refused "matrices that need not be semidefinite" components 's/"matrices": "semidefinite"/"matrices": null/' 'step .*'
refused "matrices that are none" components 's/("name": "y", .*"integer": false, "matrices": )null/\1"definite"/' 'declarations: y has no square matrices'
refused "another loss" coins 's/"loss": "-sum\{i\} \(/"loss": "-sum{i} (h[i] + /' '.*(step|surrogate)'
refused "another formula" coins 's/"formula": "a_p/"formula": "2 * a_p/' "update of p .*'formula' is not"
refused "another coefficient" coins 's/"definition": "sum\{i\} h\[i\]/"definition": "sum{i} 2 * h[i]/' 'update of p .*a_p is not'
refused "another row" coins 's/"rule": "M-UNIT", "name": "unit_interval"/"rule": "M-QUAD", "name": "quadratic"/' 'update of p '
refused "another need" coins 's/("needs": "a_p[^"]*)>/\1>=/' "update of p .*'needs'"
refused "blocks solved one by one" together 's/"together": 1/"together": 0/' 'update of a .*is solved together with others'
refused "an update left out" plsa 's/"params": \["phi", "theta"\]/"params": ["phi"]/' 'groups: theta is updated nowhere'
refused "another target" coins 's/"target": "p\[k\]"/"target": "2 * p[k]"/' "update of p .*'target' is not"
refused "a type with something behind it" coins 's/"type": "M"/"type": "Mx"/' 'group 1: its surrogate is of type M'
refused "a real parameter with ends" kmeans 's/("kind": "real", "least": )null/\10/' 'declarations: the domain of c is none'
refused "a number with a coupled axis" coins 's/"coupled": 0/"coupled": 1/' 'declarations: the domain of p is none'
refused "shares over no axis" plsa 's/"coupled": 1/"coupled": 0/' 'declarations: the domain of phi is none'
refused "a greater share than one" plsa 's/("kind": "simplex", "least": 0, "greatest": )1/\12/' 'declarations: the domain of phi is none'
refused "whole numbers between broken ones" kmeans 's/"integer": false/"integer": true/' 'declarations: x is said to hold whole numbers'
refused "a bar at the edge" kmeans 's/"bar": -1/"bar": 0/' 'declarations: the bar of x'
refused "another format" coins 's/"certificate": 1/"certificate": 99/' 'the certificate has format 99'
refused "a field left out" coins 's/"skip": 0, //' "group 1, step 1: 'skip' is not there"
refused "an index over another axis" coins 's/"indices": \[\{"name": "i", "axis": "I"/"indices": [{"name": "i", "axis": "K"/' 'step 1 '
refused "another reason" plsa 's/("because": "Jensen)/\1 and others/' "step 1 .*'because' is not what the library says"
refused "another source" plsa 's/("source": ")/\1Nobody, /' "step 1 .*'source' is not"
refused "another reason for an update" coins 's/("update": [^}]*"because": ")/\1surely: /' '(update of p|step 1).*'
refused "a proof in other words" plsa 's/("proof": ")/\1clearly /' 'step 1 .*is proved by'
refused "a part of a skip" coins 's/"skip": 0/"skip": 0.5/' "step 1 .*'skip' is no count"
refused "a rule for joint steps that there are not" coins 's/"jointly_rule": null/"jointly_rule": "R-NEWTON"/' 'jointly: a rule'
refused "half a file" coins 's/"groups".*//' 'this is no JSON'

# a library whose rule is wrong in a narrow place, which no random point meets: interval arithmetic finds it
cp -RL "$stdlib" lib && chmod -R u+w lib
model tangent "data n[I] = [3, 5, 2]
data a[I, J] = [[1, 2], [2, 1], [1, 1]]
param p[J] > 0 init 1
minimize sum{i} n[i] * log(sum{j} a[i, j] * p[j]) + sum{j} (p[j] - log(p[j]))"
like "a bound of one number: its difference to the target is convex, for all its values" "$(cat out)" 'proved anew for every u: bound - target is convex in u, and it touches$'
like "the steps are counted" "$(cat out)" '^steps: 1 proved anew by convexity$'
model half 'data x[N] = [1, 2, 4, 9]
param m
minimize sum{i} log(cosh(x[i] - m))'
like "one in the square" "$(cat out)" 'proved anew for every u: bound - target is convex in u\^2, and it touches'
model logistic-bound 'data x[N] = [1, 2, 4, 9]
data y[N] = [0, 0, 1, 1]
param b init 0
minimize sum{i} (log(1 + exp(b * x[i])) - y[i] * b * x[i])'
like "one that is not convex so: by intervals" "$(cat out)" 'tested by interval arithmetic on [0-9.]* % of z in \[-6, 6\]'
"$program" --verify=gmm.json >out
like "one of several: its difference to the target is convex" "$(cat out)" 'proved anew for two entries for a\[1..2\] in \[0.1, 5\]: bound - target is convex in logarithms, and it touches$'
"$program" --verify=nmf.json >out
like "one of several: by boxes" "$(cat out)" 'tested for two entries by interval arithmetic for a\[1..2\] in \[0.1, 5\], to'
"$program" --verify=components.json >out
like "of matrices that are matched apart at points only" "$(cat out)" 'tested at random points \(several variables: matrices and directions\)'
model logdet 'data v[N, D] = [[1, 2], [3, 1], [0, 1]]
param s[N] > 0
minimize logdet(array{d in D, e in D} sum{i} s[i] * v[i, d] * v[i, e]) - 0.3 * sum{i} log(s[i])'
like "a bound of matrices: convex in them" "$(cat out)" 'proved anew for definite matrices: bound - target is convex in the matrix, and it touches$'
model logdet-below 'data c[D, D] = [[2, 1], [1, 1]]
data b[D, D] = [[1, 0], [0, 2]]
param S[D, D] in spd
minimize sum{d, e} b[d, e] * S[d, e] - logdet(array{d in D, e in D} (S[d, e] + c[d, e]))'
like "a bound of matrices: convex in their inverses" "$(cat out)" 'proved anew for definite matrices: bound - target is convex in the inverse matrix, and it touches$'
model inverse-below 'data c[D, D] = [[2, 1], [1, 2]]
data b[D, D] = [[1, 0.5], [0.5, 1]]
param S[D, D] in spd
minimize sum{d} S[d, d] - logdet(S) - sum{d, e} b[d, e] * inv(array{d in D, e in D} (S[d, e] + c[d, e]))[d, e]'
like "a trace with an inverse is convex" "$(cat out)" 'proved anew for definite matrices: bound - target is convex in the matrix'
mkdir matrices && cp -RL "$stdlib" matrices/lib && chmod -R u+w matrices
sed -i 's/bound   touch(logdet(A)) + sum{d, e} P\[d, e\] \* A\[d, e\]/bound   touch(logdet(A)) + sum{d, e} 1.1 * P[d, e] * A[d, e]/' matrices/lib/majorizers/matrix.em
MAJORANT_STDLIB=$PWD/matrices/lib "$program" --verify=logdet.json >out
is "a bound of matrices that is not one is refused" "$(tail -1 out | cut -c1-9)" "not valid"
sed -i 's|^  with .*|  with    w = touch(slope(f(u), u) + exp(-((u - 1.2345) / 0.00001)^2))|' lib/majorizers/tangent.em
MAJORANT_STDLIB=$PWD/lib "$program" -e "$(printf '%s\n' 'data n[I] = [3, 5, 2]' 'data a[I, J] = [[1, 2], [2, 1], [1, 1]]' 'param p[J] > 0 init 1' \
  'minimize sum{i} n[i] * log(sum{j} a[i, j] * p[j]) + sum{j} (p[j] - log(p[j]))' check 'derive as json')" >wrong.out
like "random points do not meet it" "$(cat wrong.out)" 'lies above it elsewhere  *holds'
grep '^{"certificate"' wrong.out >wrong.json
MAJORANT_STDLIB=$PWD/lib "$program" --verify=wrong.json >out
is "a rule that is wrong in a narrow place: the status" "$?" 1
like "a rule that is wrong in a narrow place: the touch" "$(cat out)" '^not valid: step 1 \(R-TANGENT\): bound and target, or their slopes, differ by .* at the touch u = 1.2345'
sed -i 's|^  with .*|  with    w = touch(slope(f(u), u))|; s|^  bound .*|  bound   touch(f(u)) + w * (u - touch(u)) + (if 1.2345 < touch(u) and touch(u) < 1.23451 then -1 else 0) * (u - touch(u))^2|' lib/majorizers/tangent.em
MAJORANT_STDLIB=$PWD/lib "$program" -e "$(printf '%s\n' 'data n[I] = [3, 5, 2]' 'data a[I, J] = [[1, 2], [2, 1], [1, 1]]' 'param p[J] > 0 init 1' \
  'minimize sum{i} n[i] * log(sum{j} a[i, j] * p[j]) + sum{j} p[j]^2' 'derive as json')" >wrong.json
MAJORANT_STDLIB=$PWD/lib "$program" --verify=wrong.json >out
like "a bound that is wrong in a narrow place" "$(cat out)" '^not valid: step 1 \(R-TANGENT\): by interval arithmetic the bound lies below its target'
# of several numbers: the bound bends down where the touch is in a narrow strip, in two ways: beside a sum of squares, beside a convex difference
narrow='(if 2.3456 < sum{z} touch(a[z]) and sum{z} touch(a[z]) < 2.35 then -1 else 0) * (sum{z} (a[z] - touch(a[z])))^2'
for rule in 'jensen-log.em:s|^  bound .*|  bound   sum{z} r[z] * (log(r[z]) - log(a[z])) + NARROW|:R-JENSEN-LOG:param p[J] > 0 init 1\nmaximize sum{i} n[i] * log(sum{j} a[i, j] * p[j]) - sum{j} p[j]' \
  'convex-of-sum.em:/majorizer convex_of_sum/,/^end/s|^  bound .*|  bound   sum{z} c[z] * f(a[z] / c[z]) + NARROW|;s/a\[j\]/a[z]/g;s/c\[j\]/c[z]/g;s/sum{j} touch/sum{z} touch/;s/sum{j} a/sum{z} a/;s/J = 4/Z = 4/:R-LEESEUNG:let K = 2\nparam U[I, K] >= 0\nparam V[K, J] >= 0\nminimize sum{i, j} (a[i, j] - sum{k} U[i, k] * V[k, j])^2'; do
  file=${rule%%:*} rest=${rule#*:}
  change=${rest%%:R-*} loss=${rest##*:}
  id=$(echo "$rest" | sed 's/.*:\(R-[A-Z-]*\):.*/\1/')
  rm -rf lib && cp -RL "$stdlib" lib && chmod -R u+w lib
  sed -i "$(echo "$change" | sed "s#NARROW#$narrow#")" "lib/majorizers/$file"
  MAJORANT_STDLIB=$PWD/lib "$program" -e "$(printf '%s\n' 'data n[I] = [3, 5, 2]' 'data a[I, J] = [[1, 2], [2, 1], [1, 1]]' "$(printf %b "$loss")" 'derive as json')" >wrong.json 2>err
  MAJORANT_STDLIB=$PWD/lib "$program" --verify=wrong.json >out 2>>err
  like "$id: a bound of several numbers that is wrong in a narrow place" "$(cat out err)" "^not valid: step [0-9]* \($id\): by interval arithmetic the bound lies below its target, by .*, at a1 = "
done

echo '{"fits": []}' >other.json
"$program" --verify=other.json >out 2>err
is "what is no certificate: the status" "$?" 1
is "what is no certificate: one line" "$(cat out err)" 'not valid: this is no certificate; `derive as json` writes one'
done_testing
