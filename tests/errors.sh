#!/bin/sh
# errors.sh: standard errors of the models in tests/errors against the numeric Hessians of tests/errors/reference.py, which shares no code and
# no coordinates with them; and models that have none, since the optimum lies on an edge or a direction is not told by the data.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/tap.sh"

program=$(realpath "$majorant")
folder=$(realpath "$srcdir/tests/errors")
cp -RL "$folder" "$scratch/errors" && cd "$scratch/errors" || exit 1

for script in *.em; do
  name=${script%.em}
  "$program" "$script" >out 2>err
  is "$name: runs" "$?" 0
  grep '^se(' out >got
  ok "$name: prints standard errors" test -s got
  # six digits are printed
  awk -F '\t' -v name="$name" 'FNR == NR { if ($1 == name) want[$2] = $3; next }
    { split($0, part, " = "); if (!(part[1] in want)) print part[1] " has no reference"
      else { d = part[2] - want[part[1]]; if (d < 0) d = -d; if (!(d <= 1e-5 * want[part[1]] + 1e-9)) print $0 ", not " want[part[1]] } }' reference.txt got >wrong
  is "$name: as by differences" "$(cat wrong)" ""
done
is "references without a script" "$(cut -f 1 reference.txt | sort -u | while read -r name; do [ -f "$name.em" ] || echo "$name"; done)" ""

# none NAME PATTERN MODEL: the last statement asks, and the answer says why not
none () {
  "$program" -e "$3" >out 2>err
  is "$1: the status" "$?" 1
  like "$1: the reason" "$(cat err)" "$2"
}

none "no inflation to be seen" "no standard errors: 'q' lies on the edge" 'data y[N] = [3, 1, 4, 2, 5, 3, 2, 4]
param q in [0, 1] init 0.3
param l > 0 init 2
minimize -sum{i} log((if y[i] == 0 then q else 0) + (1 - q) * poisson(y[i] | l))
fit with iters = 5000
print se(l)'
none "a group variance of 0" "no standard errors: 'a' (lies on|runs to) the edge" 'data y[N] = [1, -1, 1, -1, 1.2, -1.1]
data Z[N, N] = [[1, 1, 0, 0, 0, 0], [1, 1, 0, 0, 0, 0], [0, 0, 1, 1, 0, 0], [0, 0, 1, 1, 0, 0], [0, 0, 0, 0, 1, 1], [0, 0, 0, 0, 1, 1]]
param a >= 0 init 1
param e > 0 init 1
minimize logdet(e * eye(N) + a * Z) / 2 + quad(y, inv(e * eye(N) + a * Z)) / 2
fit with iters = 20000
print se(e)'
none "columns that are multiples" "no standard errors: the loss does not curve upwards along .*flat" 'data x[N, P] = [[1, 2], [2, 4], [3, 6], [-1, -2]]
data y[N] = [1, 2, 2, 0]
param b[P]
minimize sum{i} (y[i] - dot(x[i], b))^2 / 2
fit
print se(b)'
none "loadings that may be turned" "no standard errors: the loss does not curve upwards along .*flat" 'data C[D, D] = [[2, 0.9, 0.4], [0.9, 1.5, 0.3], [0.4, 0.3, 1.2]]
let Q = 2
param L[D, Q] init [[1, 0.1], [0.9, 0.2], [0.1, 1]]
minimize sum{d, e} (C[d, e] - sum{q} L[d, q] * L[e, q])^2
fit with iters = 5000
print se(L)'
none "components of which only the sum of weights is told" "no standard errors: the loss does not curve upwards along .*flat" 'data y[N] = [1, 2, 4, 3]
let K = 2
param w[K] in simplex init 0.5
param m init 1
minimize -sum{i} log(sum{k} w[k] * normal(y[i] | m, 1))
fit with iters = 5000
print se(m)'
none "answers that a line separates" "no standard errors: the loss has no minimum: it goes on falling while b goes to infinity" 'data x[N] = [-2, -1, 1, 2]
data y[N] = [0, 0, 1, 1]
param b
minimize sum{i} (log(1 + exp(b * x[i])) - y[i] * b * x[i])
fit with iters = 500
print se(b)'
done_testing
