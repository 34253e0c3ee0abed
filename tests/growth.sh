#!/bin/sh
# growth.sh: the work of deriving against the size of a loss, as counts of expressions and of rules tried. Losses of a kind are made
# in two sizes, one four times the other (the blocks: 3 and 12); what is beyond the work of the smallest loss of all may grow by at
# most the given factor, so that nothing that is small in the examples explodes in what others will write.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/tap.sh"

# list N FORMAT SEPARATOR: FORMAT for k = 1..N (each %d is k), with SEPARATOR in between
list () {
  awk -v n="$1" -v format="$2" -v separator="$3" 'BEGIN { for (k = 1; k <= n; k++) { s = format; gsub(/%d/, k, s); printf "%s%s", (k > 1 ? separator : ""), s } }'
}

# nested N: log(1 + exp(x + log(1 + exp(x + … ))))
nested () { awk -v n="$1" 'BEGIN { s = "x"; for (k = 1; k <= n; k++) s = "log(" k " + exp(" s "))"; print s }'; }

# work SCRIPT: nodes, without those of the rules that were read, and rules tried of deriving it
work () {
  "$majorant" --time --dump=plan -e "$1" 2>&1 >/dev/null |
    sed -n 's/^time: .* \([0-9]*\) nodes, \([0-9]*\) rules tried.*; \([0-9]*\) of the nodes.*/\1 \2 \3/p' | awk '{ print $1 - $3, $2 }'
}

data='data y[7] = [1, 2, 2, 3, 5, 8, 1]; '
set -- $(work "${data}param x; minimize sum{i} (y[i] - x)^2")
base_nodes=${1:-0} base_tries=${2:-0}
ok "the work of a small loss is counted" test "$base_nodes" -gt 0

# grows NAME SMALL LARGE NODES TRIES: most nodes and tries of the large one, in those of the small one
grows () {
  name=$1 more_nodes=$4 more_tries=$5
  set -- $(work "$data$2") $(work "$data$3")
  small=$(($1 - base_nodes + 100)) small_tries=$(($2 - base_tries + 20)) large=$(($3 - base_nodes)) large_tries=$(($4 - base_tries))
  if [ "$#" -eq 4 ] && [ "$large" -le $((more_nodes * small)) ] && [ "$large_tries" -le $((more_tries * small_tries)) ]; then
    pass "$name: at most $more_nodes times the nodes, $more_tries times the rules tried"
  else
    fail "$name: $small to $large nodes, $small_tries to $large_tries rules tried; at most $more_nodes and $more_tries times"
  fi
}

terms () { echo "param x; param s > 0; minimize $(list "$1" 'log(1 + (x - %d)^2 / s)' ' + ') + s"; }
blocks () { echo "$(list "$1" 'param b%d' '; '); minimize sum{i} log(1 + exp($(list "$1" 'y[i]^%d * b%d' ' + '))) + $(list "$1" 'b%d^2' ' + ')"; }
rates () { echo "$(list "$1" 'param r%d > 0' '; '); minimize sum{i} ($(list "$1" '%d * r%d' ' + ') - y[i] * log($(list "$1" 'y[i]^%d * r%d' ' + ')))"; }
factors () { echo "$(list "$1" 'param f%d > 0' '; '); minimize $(list "$1" 'f%d' ' * ') + $(list "$1" '1 / f%d' ' + ')"; }
mixture () { echo "$(list "$1" 'param m%d' '; '); minimize -sum{i} log($(list "$1" 'exp(-(y[i] - m%d)^2)' ' + '))"; }
depth () { echo "param x; minimize $(nested "$1") + x^2"; }
absolute () { echo "$(list "$1" 'param a%d' '; '); minimize sum{i} abs(y[i] - ($(list "$1" 'i^%d * a%d' ' + ')))"; }

grows "terms of one sum, 6 to 24" "$(terms 6)" "$(terms 24)" 8 8
grows "coefficients of one predictor, 3 to 12" "$(blocks 3)" "$(blocks 12)" 16 8
grows "rates in one logarithm, 3 to 12" "$(rates 3)" "$(rates 12)" 16 8
grows "factors of one product, 3 to 12" "$(factors 3)" "$(factors 12)" 16 8
grows "components of one mixture, 3 to 12" "$(mixture 3)" "$(mixture 12)" 16 8
grows "logarithms of sums in each other, 3 to 12" "$(depth 3)" "$(depth 12)" 16 16
grows "coefficients below one absolute value, 3 to 12" "$(absolute 3)" "$(absolute 12)" 16 8
done_testing
