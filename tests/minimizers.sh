#!/bin/sh
# minimizers.sh: each tests/minimizers/NAME.em is a loss whose parameters have the updates that its first lines name,
#     # rule: PARAMETER ID KIND        KIND: closed-form, one-dimensional, inner-solver
# and whose fit has a known answer: every number that the script prints is a deviation from it and must be 0 to seven digits.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/tap.sh"

for script in "$srcdir"/tests/minimizers/*.em; do
  name=$(basename "$script" .em)
  if ! "$majorant" --output=json "$script" </dev/null >"$scratch/out" 2>"$scratch/err"; then
    fail "$name"
    comment "$(cat "$scratch/err")"
    continue
  fi
  bad=
  sed -n 's/^# rule: *//p' "$script" >"$scratch/rules"
  while read -r parameter id kind; do
    grep -q "\"param\": \"$parameter\", \"update\": \"$kind\", \"rule\": \"$id\"" "$scratch/out" ||
      bad="$parameter has not the update $id, $kind: $(grep -o '"blocks": [^]]*]' "$scratch/out")"
  done <"$scratch/rules"
  far=$(sed 's/.*"printed"://' "$scratch/out" | grep -o '"values": [[][^]]*]' | tr -d '[]",:a-df-z' | tr ' ' '\n' |
    awk 'NF && !($1 + 0 <= 1e-7 && $1 + 0 >= -1e-7) { printf "%s ", $1 } NF { n++ } END { if (!n) print "nothing is printed" }')
  [ -z "$far" ] || bad="$bad off by: $far"
  if [ -z "$bad" ]; then pass "$name"; else fail "$name"; comment "$bad"; fi
done
done_testing
