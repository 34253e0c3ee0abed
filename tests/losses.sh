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
"$program" -e 'let a = 1' --verify=/dev/null 2>&1 | grep -q 'without jansson' && no_verify=1 || no_verify=

# what a script's comment KEY says, or DEFAULT
said () { sed -n "s/^# $2: *//p" "$1" | grep . || echo "$3"; }

# trouble MESSAGE [FILE]: the loss that is looked at fails
trouble () { bad="$bad$1; "; [ -z "$2" ] || comment "$(head -12 "$2")"; }

# the script of $1 without starts, with two short fits from random ones
from_anywhere () {
  sed '/^param/s/ init .*//; /^fit/d' "$1"
  using=$(sed -n 's/^fit\( using [a-z_]*\).*/\1/p' "$1")
  echo "fit$using with iters = 15, seed = 1; fit$using with iters = 15, seed = 2"
}

: >rows
for script in *.em; do
  name=${script%.em} bad=
  using=$(sed -n 's/^fit\( using [a-z_]*\).*/\1/p' "$script")
  { cat "$script"; echo "derive as json$using"; echo "check"; } >run.em
  accepted=yes monotone=yes
  if ! "$program" --output=json run.em </dev/null >out.json 2>err; then
    grep -q '"loss":' out.json || accepted=no
    trouble "the script fails" err
  fi
  grep '^{"certificate"' err >certificate.json
  grep -q '"monotone": true' out.json || { monotone=no; trouble "the loss rose"; }
  from_anywhere "$script" >start.em
  "$program" --output=json start.em </dev/null >start.json 2>err || { monotone=no; trouble "no fit from a random start" err; }
  ! grep -q '"monotone": false' start.json || { monotone=no; trouble "the loss rose from a random start"; }
  if grep -q '"majorizer": true' out.json && [ -z "$no_verify" ]; then
    "$program" --verify=certificate.json >verdict 2>&1
    [ "$(tail -1 verdict)" = valid ] || trouble "the certificate is refused: $(tail -1 verdict)"
  fi

  # one line of the table; what disagrees with the reference is told on standard error
  { echo "reference $(grep "\"$name\":" "$folder/reference.json")"
    echo "fit $(cat out.json)"
    echo "certificate $(cat certificate.json)"; } |
    awk -v name="$name" -v title="$(sed -n '1s/^# *//p' "$script")" -v chapter="$(said "$script" chapter none)" \
        -v above="$(grep '^# ends above' "$script")" -v tolerance="$(said "$script" tolerance 1e-7)" -v accepted="$accepted" -v monotone="$monotone" -f "$folder/row.awk" \
        >>rows 2>row.err || trouble "no row"
  [ ! -s row.err ] || trouble "$(cat row.err)"
  if [ -z "$bad" ]; then pass "$name"; else fail "$name"; comment "$bad"; fi
done

awk -f "$folder/table.awk" rows >LOSSES.md
if [ "$1" = --write ]; then cp LOSSES.md "$table"; fi
same "doc/LOSSES.md is what came out (make losses-table renews it)" LOSSES.md "$table"
is "losses without a reference" "$(awk -F '\t' '$8 == "none" { print $2 }' rows)" ""
is "references without a loss" "$(sed -n 's/^ *"\([a-z0-9_]*\)":.*/\1/p' "$folder/reference.json" |
  while read -r name; do [ -f "$name.em" ] || echo "$name"; done)" ""
ok "there are at least 60 losses" test "$(wc -l <rows)" -ge 60
done_testing
