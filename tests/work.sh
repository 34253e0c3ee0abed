#!/bin/sh
# work.sh: how much deriving and compiling costs, as counts of expressions and of rules tried: at most about twice what it is today,
# so that a search that blows up is seen, whatever the machine. The library's rules, which are read first, are counted by themselves.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/tap.sh"

# script, most nodes beside the library's, most rules tried; the others stay below those of the last line
library=19000
most='
coins 2500 150
kmeans 2500 100
gmm 9000 150
plsa 2800 80
robust 3600 160
seatbelts 90000 11000
poisson_experts 110000 8000
poisson_factors 62000 6000
gamma_regression_mixture 42000 3000
sstress 34000 3000
* 34000 5500
'

for script in "$srcdir"/examples/*.em "$srcdir"/tests/losses/*.em; do
  name=$(basename "$script" .em)
  line=$(printf '%s' "$most" | grep -e "^$name " -e '^[*]' | head -1)
  line=${line#* }
  counts=$("$majorant" --time --dump=plan "$script" 2>&1 >/dev/null | sed -n 's/^time: .* \([0-9]*\) nodes, \([0-9]*\) rules tried.*; \([0-9]*\) of the nodes.*/\1 \2 \3/p' | head -1)
  set -- ${counts:-0 0 0}
  nodes=$(($1 - $3))
  tries=$2
  if [ "$3" -gt $library ]; then
    fail "$name: the library's rules are $3 nodes; at most $library"
  elif [ "$nodes" -gt 0 ] && [ "$nodes" -le "${line% *}" ] && [ "$tries" -gt 0 ] && [ "$tries" -le "${line#* }" ]; then
    pass "$name: at most ${line% *} nodes, ${line#* } rules tried"
  else
    fail "$name: $nodes nodes, $tries rules tried; at most ${line% *}, ${line#* }"
  fi
done
done_testing
