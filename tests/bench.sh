#!/bin/sh
# bench.sh: every pair of the benchmark, at a tiny size: Majorant and the program written by hand reach the same loss from
# the same start. Nothing is timed here.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/tap.sh"

program=$(realpath "$majorant")
programs=$(dirname "$program")/tests/bench/bin
iterations=20

# what stands behind "NAME": in a line of JSON
field () { sed -n "s/.*\"$2\": *\\[*\\([^]}]*\\).*/\\1/p" "$1"; }

pair () {
  folder=$scratch/$1
  mkdir "$folder"
  # shellcheck disable=SC2086
  "$programs/gen" $2 "$folder" && cp "$srcdir/tests/bench/models/$1.em" "$folder" || { fail "$1: data"; return; }
  for threads in 1 2; do
    if ! "$programs/hand" "$1" "$folder" $iterations $threads >"$folder/hand" 2>"$folder/err"; then
      fail "$1 by hand"; comment "$(cat "$folder/err")"; return
    fi
    if ! "$program" --output=json --threads $threads "$folder/$1.em" >"$folder/ours" 2>"$folder/err"; then
      fail "$1"; comment "$(head -5 "$folder/err")"; return
    fi
    by_hand=$(field "$folder/hand" loss | cut -d, -f1)
    ours=$(tr -d '\n' <"$folder/ours" | sed 's/"trace"/\n&/; s/^[^\n]*\n//; s/].*//; s/.*\[//' | cut -d, -f1-$iterations | sed 's/.*, *//')
    ok "$1, $threads threads: $ours" awk -v a="$ours" -v b="$by_hand" \
      'BEGIN { d = a - b; if (a == "" || b == "" || d * d > 1e-14 * b * b) { print "by hand " b; exit 1 } }'
  done
}

while IFS='|' read -r model _ _ data _; do
  case $model in '#'* | '') continue ;; esac
  # shellcheck disable=SC2086
  pair $model "$data"
done <"$srcdir/tests/bench/table.txt"

if command -v python3 >/dev/null; then
  TMPDIR=$scratch python3 "$srcdir/tests/bench/run" "$program" "$programs" --size check --pairs 1 --threads 1,2 --write "$scratch/table.md" >"$scratch/out" 2>&1
  is "the driver ends well" $? 0
  is "and writes two rows for each model" "$(grep -c '| *yes *|$' "$scratch/table.md")" \
    "$((2 * $(grep -vc -e '^#' -e '^$' "$srcdir/tests/bench/table.txt")))"
  TMPDIR=$scratch python3 "$srcdir/tests/bench/scaling" "$program" "$programs" --size check --write "$scratch/scaling.md" >"$scratch/out" 2>&1
  is "the scaling run ends well" $? 0
  like "and tells how time grows" "$(cat "$scratch/scaling.md")" '^\| entries +\| plsa +\| -?[0-9.]+ +\|$'
else skip "the drivers" "no python3"; fi
done_testing
