#!/bin/sh
# work.sh: how much deriving and compiling costs, as counts of expressions and of rules tried: about twice what it is today, so
# that a search that blows up is seen, whatever the machine.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/tap.sh"

# script, most nodes, most rules tried; the others stay below those of the last line
most='
coins 17500 200
kmeans 17500 150
gmm 22000 200
plsa 17500 150
robust 18000 200
seatbelts 110000 12000
poisson_experts 130000 9000
poisson_factors 80000 6000
gamma_regression_mixture 65000 5000
sstress 60000 5000
* 55000 6000
'

for script in "$srcdir"/examples/*.em "$srcdir"/tests/losses/*.em; do
  name=$(basename "$script" .em)
  line=$(printf '%s' "$most" | grep -e "^$name " -e '^[*]' | head -1)
  line=${line#* }
  counts=$("$majorant" --time --dump=plan "$script" 2>&1 >/dev/null | sed -n 's/^time: .* \([0-9]*\) nodes, \([0-9]*\) rules tried.*/\1 \2/p')
  nodes=${counts% *}
  tries=${counts#* }
  if [ "${nodes:-0}" -gt 0 ] && [ "$nodes" -le "${line% *}" ] && [ "${tries:-0}" -gt 0 ] && [ "$tries" -le "${line#* }" ]; then
    pass "$name: at most ${line% *} nodes, ${line#* } rules tried"
  else
    fail "$name: ${nodes:-no} nodes, ${tries:-no} rules tried; at most ${line% *}, ${line#* }"
  fi
done
done_testing
