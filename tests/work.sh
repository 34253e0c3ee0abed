#!/bin/sh
# work.sh: how much starting, deriving and compiling cost, as counts of expressions and of rules tried and as memory: at most about 1.4
# times what it is today, so that a search that blows up is seen, whatever the machine. All is counted, what is read of the library too.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/tap.sh"

# script, most nodes, most rules tried, most memory in units of 0.1 MB; the others stay below those of the last line
most='
coins 5500 30 34
kmeans 6500 30 34
gmm 15000 30 56
plsa 5500 40 33
robust 8000 50 38
seatbelts 31000 4400 135
poisson_experts 27000 2900 110
poisson_factors 32000 2600 95
signomial 12000 250 80
iris 32000 70 105
gmm_axes 34000 1300 110
grouped_normal 34000 150 180
* 20500 4000 85
'

# counts ARGUMENT...: nodes, rules tried, memory in units of 0.1 MB
counts () {
  "$majorant" --time "$@" 2>&1 >/dev/null | sed -n 's/^time: .* \([0-9]*\) nodes, \([0-9]*\) rules tried, \([0-9]*\)\.\([0-9]\) MB.*/\1 \2 \3\4/p' | head -1
}

# holds NAME NODES TRIES MEMORY COUNTS...
holds () {
  name=$1 nodes=$2 tries=$3 memory=$4
  shift 4
  if [ "$#" -eq 3 ] && [ "$1" -gt 0 ] && [ "$1" -le "$nodes" ] && [ "$2" -le "$tries" ] && [ "$3" -le "$memory" ]; then
    pass "$name: at most $nodes nodes, $tries rules tried, $((memory / 10)).$((memory % 10)) MB"
  else
    fail "$name: ${1:-no} nodes, ${2:-no} rules tried, ${3:-no} tenths of a MB; at most $nodes, $tries, $memory"
  fi
}

holds "starting" 220 0 4 $(counts -e 1)
holds "a square" 2800 12 20 $(counts -e 'param x; minimize (x - 1)^2; fit')
# a search that ends nowhere in many manners, and the derivations that differ
holds "a loss without a bound" 27000 5500 130 $(counts --dump=plan -e 'data X[N, P] = [[1, 2], [1, 3], [1, 5]]; data y[N] = [0.2, 0.5, 0.9]
param b[P]; param s > 0
minimize sum{i} (lgamma(s * logistic(dot(X[i], b))) + lgamma(s * (1 - logistic(dot(X[i], b)))) - lgamma(s) - s * logistic(dot(X[i], b)) * log(y[i]) - s * (1 - logistic(dot(X[i], b))) * log(1 - y[i]))
fit')
holds "all derivations of a loss" 55000 5900 215 $(counts -e 'data y[G] = [4, 11, 18, 12, 5]; param m init 0; param s > 0 init 1
minimize sum{g} (log(1 + (y[g] - m)^2 / s) + log(s) / 2); derive all')
# rows that have not the terms of any block are not asked for one by one
holds "all derivations, of many dead ends" 270000 97000 930 $(counts -e 'let J = 2
data x[N, P] = [[1, 2], [0.5, -1], [0.3, 0.2], [-1, 0.4]]
data y[N] = [1, 2, 3, 2]
param b[P] init 0
param c[J] ordered init [-1, 1]
minimize -sum{i} log(if y[i] == 1 then logistic(c[1] - dot(x[i], b)) else if y[i] == 2 then logistic(c[2] - dot(x[i], b)) - logistic(c[1] - dot(x[i], b)) else logistic(dot(x[i], b) - c[2]))
derive all')
for script in "$srcdir"/examples/*.em "$srcdir"/tests/losses/*.em; do
  name=$(basename "$script" .em)
  line=$(printf '%s' "$most" | grep -e "^$name " -e '^[*]' | head -1)
  holds "$name" ${line#* } $(counts --dump=plan "$script")
done
done_testing
