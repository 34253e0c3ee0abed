#!/bin/sh
# losses.sh: the losses of tests/losses, each a short script with the bare loss. Every one must be accepted, fall in every
# iteration (from its own start and from random ones), pass `check`, have a certificate that holds where a bound is proved, and end at
# the value that tests/losses/reference.py found by other means. What came out is the table doc/LOSSES.md, which must be up to
# date: `make losses-table`, which calls this with --write, renews it.
#
# A script begins with comments: its title, its chapter, and what else is needed:
#     # Ridge regression
#     # chapter: regression
#     # tolerance: 1e-6            of the value, relative (1e-7 without this line)
#     # ends above: why            the fit is known to end above the reference; the table says so
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/tap.sh"

program=$(realpath "$majorant")
folder=$(realpath "$srcdir/tests/losses")
table=$(realpath "$srcdir/doc")/LOSSES.md
cp -RL "$folder" "$scratch/losses" && cd "$scratch/losses" || exit 1
chmod -R u+w .

# run_all NAME...: each script, its starts, its certificate
run_all () {
  for name; do
    "$program" --output=json "$name.run" </dev/null >"$name.json" 2>"$name.err"
    echo $? >"$name.status"
    if [ -f "$name.start" ]; then
      "$program" --output=json "$name.start" </dev/null >"$name.start.json" 2>"$name.start.err"
      echo $? >"$name.start.status"
    fi
    verifies "$program" || continue
    grep '^{"certificate"' "$name.err" >"$name.certificate"
    "$program" --verify="$name.certificate" >"$name.verdict" 2>&1
  done
}

LC_ALL=C awk -f prepare.awk *.em >heads || exit 1
all=$(cut -f 1 heads)
half=$(($(wc -l <heads) / 2))
run_all $(echo "$all" | head -n $half) &
run_all $(echo "$all" | tail -n +$((half + 1)))
wait
LC_ALL=C awk -f rows.awk reference.json heads >rows
while IFS='	' read -r name text; do
  if [ -z "$text" ]; then pass "$name"; else fail "$name"; comment "$text"; fi
done <wrong

awk -f table.awk rows >LOSSES.md
if [ "$1" = --write ]; then cp LOSSES.md "$table"; fi
same "doc/LOSSES.md is what came out (make losses-table renews it)" LOSSES.md "$table"
is "references without a loss" "$(sed -n 's/^ *"\([a-z0-9_]*\)":.*/\1/p' "$folder/reference.json" |
  while read -r name; do [ -f "$name.em" ] || echo "$name"; done)" ""
ok "there are at least 60 losses" test "$(wc -l <rows)" -ge 60
done_testing
