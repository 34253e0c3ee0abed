#!/bin/sh
# examples.sh: every script in examples/ runs; where NAME.out lies beside NAME.em, it prints what stands there. Words are compared to
# the letter, numbers to a thousandth, and how many iterations a fit took is left out: that may become better.
# `make bless` rewrites the .out files: read the difference before it is committed.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/tap.sh"

bless=no
[ "${1:-}" != --bless ] || bless=yes
program=$(realpath "$majorant")
examples=$(realpath "$srcdir/examples")
# scripts may write files: they run in a copy
cp -RL "$examples" "$scratch/examples"
cd "$scratch/examples" || exit 1

# what a fit tells of its way
without_iterations () { sed -E 's/ after [0-9]+ iterations?, .*//; /^  [A-Za-z_0-9]+: (closed-form|one-dimensional|inner-solver|newton|gradient)/d' "$1"; }

agree () {
  without_iterations "$1" >"$scratch/got"
  without_iterations "$2" >"$scratch/wanted"
  awk -v got="$scratch/got" '
    function is_number(s) { return s ~ /^-?[0-9]+(\.[0-9]+)?(e[-+]?[0-9]+)?$/ }
    function size(x) { return x < 0 ? -x : x }
    function far(a, b) { return size(a - b) > 1e-3 * (size(a) + size(b)) / 2 + 1e-6 }
    {
      if ((getline line < got) <= 0) line = ""
      n = split(line, have, /[ \t]+/); m = split($0, want, /[ \t]+/)
      same = n == m
      for (i = 1; same && i <= n; i++)
        if (have[i] != want[i]) same = is_number(have[i]) && is_number(want[i]) && !far(have[i], want[i])
      if (!same) { print "line " NR ": " line; print "wanted: " $0; bad = 1 }
    }
    END { while ((getline line < got) > 0) { print "too much: " line; bad = 1 } exit bad }' "$scratch/wanted"
}

for script in *.em; do
  name=${script%.em}
  if ! "$program" "$script" </dev/null >"$scratch/out" 2>"$scratch/err"; then
    fail "$script"
    comment "$(tail -20 "$scratch/out" "$scratch/err")"
  elif [ ! -f "$name.out" ]; then
    pass "$script runs"
  elif [ $bless = yes ]; then
    cmp -s "$scratch/out" "$name.out" || { cp "$scratch/out" "$examples/$name.out"; echo "# rewritten: examples/$name.out"; }
  elif agree "$scratch/out" "$name.out" >"$scratch/far"; then
    pass "$script prints what it should"
  else
    fail "$script prints what it should"
    comment "$(head -20 "$scratch/far")"
  fi
done
[ $bless = yes ] && exit 0
done_testing
