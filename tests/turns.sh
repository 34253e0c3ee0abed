#!/bin/sh
# turns.sh: labels that meet in one term: chains, grids, pairs, squares of sums. The loss must fall in every iteration, end where no change of one
# label lowers it, and from several starts where all labellings were tried (by awk); the same for any number of threads.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/tap.sh"

program=$(realpath "$majorant")
cd "$scratch" || exit 1

# ends NAME LEAST MODEL
ends () {
  echo "$3" | tr ';' '\n' >model
  (cat model; echo 'fit with restarts = 40, seed = 1') >fit.em
  (cat model; echo 'check') >check.em
  (cat model; echo 'derive as json') >certificate.em
  "$program" --output=json fit.em >fit.json 2>fit.err
  got=$(sed -n 's/.*"loss": \([-+0-9.e]*\),.*/\1/p' fit.json | head -1)
  ok "$1: $got is the least of all labellings, $2" awk -v a="$got" -v b="$2" 'BEGIN {d = a - b; exit !(a != "" && b != "" && (d < 0 ? -d : d) <= 1e-9 * (b < 0 ? -b : b) + 1e-12)}'
  ok "$1: no rise" grep -q '"monotone": true' fit.json
  ok "$1: entries take turns" grep -q 'M-ICM' fit.json
  ok "$1: the update is at least lower" "$program" check.em
  certified "$1: its certificate holds" "$program" certificate.em
}

# least of LOSS(z) over z[1..n] in 1..k, written in awk
every='function all(i,  k, v) {if (i > n) {v = loss(); if (!seen++ || v < best) best = v; return} for (k = 1; k <= K; k++) {z[i] = k; all(i + 1)}} BEGIN {all(1); printf "%.15g\n", best}'

partition=$(awk -v n=8 -v K=2 'function loss(  i, s, t) {split("3 1 4 1 5 9 2 6", w, " "); for (i = 1; i <= n; i++) {s += w[i] * (2 * z[i] - 3); t += w[i] ^ 2 * z[i]} return s * s + 0.001 * t} '"$every")
ends "a square of a sum" "$partition" 'data w[N] = [3, 1, 4, 1, 5, 9, 2, 6]; let K = 2; param z[N] in 1..K; minimize (sum{i} w[i] * (2 * z[i] - 3))^2 + 0.001 * sum{i} w[i]^2 * z[i]'

grid=$(awk -v n=9 -v K=3 'function loss(  i, v) {split("1 1 2 1 3 2 3 1 2", y, " "); for (i = 1; i <= n; i++) {v += y[i] != z[i]; if (i <= 6) v += 0.6 * (z[i] != z[i + 3]); if (i % 3) v += 0.6 * (z[i] != z[i + 1])} return v} '"$every")
ends "a grid" "$grid" 'data y[I, J] = [[1, 1, 2], [1, 3, 2], [3, 1, 2]]; let K = 3; param z[I, J] in 1..K; minimize sum{i, j} (y[i, j] != z[i, j]) + 0.6 * sum{i in 1..2, j} (z[i, j] != z[i + 1, j]) + 0.6 * sum{i, j in 1..2} (z[i, j] != z[i, j + 1])'

cut=$(awk -v n=7 -v K=2 'function loss(  i, j, v) {split("0 2 1 0 0 4 1 2 0 3 1 0 0 2 1 3 0 2 5 1 0 0 1 2 0 3 1 2 0 0 5 3 0 1 4 4 0 1 1 1 0 2 1 2 0 2 4 2 0", c, " ");
  for (i = 1; i <= n; i++) for (j = 1; j <= n; j++) v += c[7 * (i - 1) + j] * (z[i] == z[j]) * (i != j) - 0.01 * i * (z[i] == 2) / n; return v} '"$every")
ends "a cut of pairs" "$cut" 'data c[N, N] = [[0, 2, 1, 0, 0, 4, 1], [2, 0, 3, 1, 0, 0, 2], [1, 3, 0, 2, 5, 1, 0], [0, 1, 2, 0, 3, 1, 2], [0, 0, 5, 3, 0, 1, 4], [4, 0, 1, 1, 1, 0, 2], [1, 2, 0, 2, 4, 2, 0]]; let K = 2; param z[N] in 1..K; minimize sum{i, j : i != j} c[i, j] * (z[i] == z[j]) - 0.01 * sum{i} i * (z[i] == 2)'

# blocks of a graph, with their own rates
cat >blocks.em <<'END'
data A[N, N] = [[0, 1, 1, 0, 0, 0], [1, 0, 1, 0, 0, 0], [1, 1, 0, 1, 0, 0], [0, 0, 1, 0, 1, 1], [0, 0, 0, 1, 0, 1], [0, 0, 0, 1, 1, 0]]
let K = 2
param z[N] in 1..K
param p[K, K] in (0.01, 0.99)
minimize -sum{i, j : i != j} (A[i, j] * log(p[z[i], z[j]]) + (1 - A[i, j]) * log(1 - p[z[i], z[j]]))
fit with seed = 3, restarts = 50
save z to "z.csv"
END
for threads in 1 2; do
  "$program" --threads=$threads blocks.em >out 2>&1
  mv z.csv "z$threads.csv"
done
same "blocks of a graph: the same labels for one thread and two" z1.csv z2.csv
ok "blocks of a graph: two triangles, at 12 log(100 / 99) + 2 log 9 + 16 log(9 / 8)" awk '/^loss/ {d = $3 - (12 * log(100 / 99) + 2 * log(9) + 16 * log(9 / 8)); exit !(d < 1e-6 && d > -1e-6)}' out

cat >fixed.em <<'END'
data y[N] = [1, 1, 1, 1]
param z[N] in 1..2
fix z[2] = 2
minimize sum{i} (y[i] != z[i]) + 3 * sum{i in 1..3} (z[i] != z[i + 1])
fit with restarts = 10
print z[2]
END
ok "an entry that is fixed stays" sh -c '"$1" fixed.em 2>&1 | grep -q "z\[2\] = 2"' - "$program"
printf 'param z[N] in 1..3\ndata y[N] = [1, 2, 3]\nminimize sum{i} (y[i] - z[z[i]])^2\nfit\n' >nested.em
ok "a label in the place of another is refused" sh -c '! "$1" nested.em >nested.out 2>&1 && grep -q error nested.out' - "$program"
done_testing
