#!/bin/sh
# patterns.sh: the patterns of the library against reference values. Each tests/patterns/NAME.em prints differences to what
# reference.R and reference.py computed, scaled so that all are to be below 1e-5.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/tap.sh"

program=$(realpath "$majorant")
cd "$srcdir/tests/patterns" || exit 1

# numbers of `print`: "expr = number", and the rows of vectors, "index  number"; the line of a fit is none
for script in *.em; do
  if ! "$program" "$script" </dev/null >"$scratch/out" 2>"$scratch/err"; then
    fail "$script runs"
    comment "$(head -20 "$scratch/err")"
    continue
  fi
  awk '
    / after [0-9]+ iteration/ || /^  [a-z_]+: / { next }
    /\]$/ { name = $0; next }
    /^[0-9]+  / { print $NF, name " row " $1; next }
    / = / { n = $NF; sub(/ = [^=]*$/, ""); print n, $0 }' "$scratch/out" >"$scratch/numbers"
  awk '{ x = $1 < 0 ? -$1 : $1; if (!(x <= 1e-5) || $1 ~ /nan|inf/) print }' "$scratch/numbers" >"$scratch/far"
  count=$(wc -l <"$scratch/numbers")
  if [ -s "$scratch/far" ] || [ "$count" -lt 10 ]; then
    fail "$script: all of $count numbers agree"
    comment "$(cat "$scratch/far")"
  else
    pass "$script: all of $count numbers agree"
  fi
done
done_testing
