#!/bin/sh
# comparisons.sh: sums over comparisons of data, as people write them: nothing is gone through for each pair, whatever the sum; the fit
# is that of the same loss with the pairs gone through (t[j] - t[i] >= 0 has no order), and the same bits with one thread and two.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/tap.sh"

rows=307
awk -v n=$rows 'BEGIN {
  print "x1,x2,t,u,s,e"
  seed = 7
  for (i = 0; i < n; i++) {
    for (k = 0; k < 6; k++) { seed = (seed * 16807) % 2147483647; r[k] = seed / 2147483647 }
    t = int(40 * r[2] * r[2]); printf "%.4f,%.4f,%d,%d,%d,%d\n", 2 * r[0] - 1, 2 * r[1] - 1, t, int(t * r[3]), 1 + int(4 * r[4]), (r[5] < 0.7)
  }
}' >"$scratch/data.csv"

# script LOSS OPTIONS
script () {
  echo "data x[N, P] = csv(\"$scratch/data.csv\", columns = \"x1, x2\")"
  for column in t u s e; do echo "data $column[N] = csv(\"$scratch/data.csv\", columns = \"$column\")"; done
  echo "param b[P] init 0"
  echo "minimize $1"
  echo "fit with iters = 15, tol = 1e-9$2"
  echo "print b"
}

# pairs: how many instructions of a program go over rows for each row, but for those that sum over ranges of an order
pairs () { grep -v -E ' = (order|place|range_sum) ' | grep -c -E "\{([0-9]+ )*$rows ([0-9]+ )*($rows|t)[ }]"; }

alike () {
  name=$1 loss=$2 options=$3
  script "$loss" "$options" >"$scratch/ours.em"
  # the same conditions as differences
  script "$(echo "$loss" | sed -E 's/([tus]\[j\]) (>=|<=|>|<|==) ([tus]\[i\])/\1 - \3 \2 0/g')" "$options" >"$scratch/pairs.em"
  "$majorant" --dump=bytecode "$scratch/ours.em" 2>/dev/null >"$scratch/code"
  is "$name: nothing for each pair" "$(pairs <"$scratch/code")" 0
  ok "$name: running sums" grep -q ' = range_sum ' "$scratch/code"
  "$majorant" --dump=bytecode "$scratch/pairs.em" 2>/dev/null >"$scratch/code"
  ok "$name: the other program has pairs" test "$(pairs <"$scratch/code")" -gt 0
  is "$name: the same fit" "$("$majorant" "$scratch/ours.em" 2>/dev/null)" "$("$majorant" "$scratch/pairs.em" 2>/dev/null)"
  for threads in 1 2; do "$majorant" --output=json --threads $threads "$scratch/ours.em" 2>/dev/null | sed 's/"\(processor_\)*seconds": [^,]*//g' >"$scratch/$threads"; done
  ok "$name: the same bits" sh -c 'grep -q "\"trace\"" "$1/1" && cmp "$1/1" "$1/2"' sh "$scratch"
}

risk='exp(dot(x[j], b))'
minus='- dot(x[i], b))'
alike "at risk" "sum{i} e[i] * (log(sum{j : t[j] >= t[i]} $risk) $minus"
alike "Newton's method" "sum{i} e[i] * (log(sum{j : t[j] >= t[i]} $risk) $minus" ", method = newton"
alike "as a factor" "sum{i} e[i] * (log(sum{j} (t[j] >= t[i]) * s[j] * $risk) $minus"
alike "strata" "sum{i} e[i] * (log(sum{j : s[j] == s[i] and t[j] >= t[i]} $risk) $minus"
alike "late entry" "sum{i} e[i] * (log(sum{j : t[j] >= t[i] and u[j] <= t[i]} $risk) $minus"
alike "late entry, Newton's method" "sum{i} e[i] * (log(sum{j : t[j] >= t[i] and u[j] <= t[i]} $risk) $minus" ", method = newton"
alike "those before" "sum{i} e[i] * (log(1 + sum{j : t[j] < t[i]} $risk) $minus"
alike "ties apart" "sum{i} e[i] * (log(sum{j : t[j] >= t[i]} $risk - sum{j : t[j] == t[i]} e[j] * $risk / 2 + exp(dot(x[i], b)) / 2) $minus"
alike "squares of sums" "sum{i} (u[i] - sum{j : t[j] <= t[i]} dot(x[j], b))^2"
alike "a likelihood of order" "sum{i : e[i] > 0} log(sum{j : t[j] >= t[i]} $risk / N) - sum{i} e[i] * dot(x[i], b)"

# pairs that do not come apart are left
script 'sum{i, j : t[j] > t[i]} log(1 + exp(dot(x[i], b) - dot(x[j], b)))' >"$scratch/rank.em"
"$majorant" --dump=bytecode "$scratch/rank.em" 2>/dev/null >"$scratch/code"
ok "a ranking loss goes through its pairs" test "$(pairs <"$scratch/code")" -gt 0

done_testing
