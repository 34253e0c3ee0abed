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

# with data of several tiles, every number of the result is the same to the last bit, whatever the number of threads
bits () {
  folder=$scratch/$1-bits
  mkdir "$folder"
  # shellcheck disable=SC2086
  "$programs/gen" $2 "$folder" && cp "$srcdir/tests/bench/models/$1.em" "$folder" || { fail "$1: data"; return; }
  for threads in 1 2 3 4; do
    "$program" --output=json --threads $threads "$folder/$1.em" 2>"$folder/err" | sed 's/"\(processor_\)*seconds": [^,]*//g' >"$folder/$threads"
  done
  ok "$1: the same bits with 1 to 4 threads" sh -c 'grep -q "\"trace\"" "$1/1" && cmp "$1/1" "$1/2" && cmp "$1/1" "$1/3" && cmp "$1/1" "$1/4"' sh "$folder"
}

while IFS='|' read -r model _ _ data _; do
  case $model in '#'* | '') continue ;; esac
  # shellcheck disable=SC2086
  pair $model "$data"
  bits $model "$(echo "$data" | awk '{ $2 *= 12; print }')"
done <"$srcdir/tests/bench/table.txt"
bits plsa "corpus 300 4000 40000 4"
bits multinomial "corpus 300 20000 100000 8"
bits multinomial_rows "papers 300 20000 100000 8"
bits kmeans "blobs 5000 3 12"

if command -v python3 >/dev/null; then
  TMPDIR=$scratch python3 "$srcdir/tests/bench/run" "$program" "$programs" --size check --pairs 1 --threads 1,2 --write "$scratch/table.md" >"$scratch/out" 2>&1
  is "the driver ends well" $? 0
  is "and writes two rows for each model" "$(grep -c '| *yes *|$' "$scratch/table.md")" \
    "$((2 * $(grep -vc -e '^#' -e '^$' "$srcdir/tests/bench/table.txt")))"
  TMPDIR=$scratch python3 "$srcdir/tests/bench/scaling" "$program" "$programs" --size check --write "$scratch/scaling.md" >"$scratch/out" 2>&1
  is "the scaling run ends well" $? 0
  for part in 'documents as columns' 'documents as rows'; do
    like "and measures $part" "$(cat "$scratch/scaling.md")" "^\| $part *\| multinomial"
  done
  like "and compares one thread with two" "$(cat "$scratch/scaling.md")" '^\| plsa +\| 1000 x 50 [^|]*\|( +[0-9.]+ \|){4}$'
  like "and fits a file larger than memory" "$(cat "$scratch/scaling.md")" '^\| kmeans +\| (10000 x 2 x 4|no limit[^|]*) +\|'
  like "and tells how time grows" "$(cat "$scratch/scaling.md")" '^\| entries +\| plsa +\| -?[0-9.]+ +\|$'
else skip "the drivers" "no python3"; fi
done_testing
