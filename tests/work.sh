#!/bin/sh
# work.sh: how much deriving and compiling costs, as a count of expressions: about twice what it is today, so that a search that
# blows up is seen, whatever the machine.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/tap.sh"

nodes () { "$majorant" --time --dump=plan "$1" 2>&1 >/dev/null | sed -n 's/^time: .* \([0-9]*\) nodes.*/\1/p'; }

below () {
  n=$(nodes "$srcdir/examples/$1.em")
  if [ "${n:-0}" -gt 0 ] && [ "$n" -le "$2" ]; then pass "$1: at most $2 nodes"; else fail "$1: ${n:-no} nodes, at most $2"; fi
}

below coins 12000
below kmeans 16000
below gmm 24000
below plsa 16000
below robust 20000
for script in "$srcdir"/examples/*.em; do
  name=$(basename "$script" .em)
  case $name in coins | kmeans | gmm | plsa | robust) ;; *) below "$name" 200000 ;; esac
done
done_testing
