#!/bin/sh
# work.sh: how much deriving and compiling costs, as counts of expressions and of rules tried: about twice what it is today, so
# that a search that blows up is seen, whatever the machine.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/tap.sh"

# script, most nodes, most rules tried; the others stay below those of the last line
most='
coins 18000 250
kmeans 18000 200
gmm 26000 250
plsa 18000 200
robust 22000 300
seatbelts 360000 38000
grouped_normal 700000 22000
poisson_regression_mixture 110000 16000
poisson_experts 210000 23000
gamma_regression_mixture 85000 13000
poisson_factors 85000 13000
cauchit 100000 13000
heteroscedastic 130000 26000
sstress 85000 13000
zip_regression 90000 13000
tobit 220000 10000
cloglog 75000 10000
* 62000 13000
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
