#!/bin/sh
# golden.sh: runs each tests/golden/STAGE/NAME.em and holds what it says against NAME.out.
#
# What is run stands in the script's first comment lines, everything has a default:
#     # args: --dump=ir          arguments (default: those of the STAGE in tests/golden/STAGE/args, one line; else none)
#     # status: 1                exit status that is expected (default 0)
# NAME.out holds standard output and, after a line "--- stderr", standard error; both are compared to the letter.
# `make bless` rewrites the .out files: read the difference before it is committed.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/tap.sh"

bless=no
[ "${1:-}" != --bless ] || bless=yes
program=$(realpath "$majorant")
cd "$srcdir/tests/golden" 2>/dev/null || { echo "1..0 # SKIP no golden files yet"; exit 0; }

for script in $(find . -name '*.em' ! -path '*/files/*' | LC_ALL=C sort); do
  script=${script#./}
  stage=${script%%/*}
  name=${script%.em}
  args=$(sed -n '1,9s/^# args: *//p' "$script")
  [ -n "$args" ] || [ ! -f "$stage/args" ] || args=$(cat "$stage/args")
  status=$(sed -n '1,9s/^# status: *//p' "$script")
  # word splitting is meant
  # shellcheck disable=SC2086
  "$program" $args "$script" </dev/null >"$scratch/out" 2>"$scratch/err"
  got=$?
  if [ -s "$scratch/err" ]; then
    echo "--- stderr" >>"$scratch/out"
    cat "$scratch/err" >>"$scratch/out"
  fi
  if [ $bless = yes ]; then
    cmp -s "$scratch/out" "$name.out" || { cp "$scratch/out" "$name.out"; echo "# rewritten: tests/golden/$name.out"; }
  elif [ "$got" != "${status:-0}" ]; then
    fail "$name"
    comment "exit status $got, not ${status:-0}"
    comment "$(head -20 "$scratch/out")"
  else
    same "$name" "$scratch/out" "$name.out"
  fi
done
[ $bless = yes ] && exit 0
[ $tap_count -gt 0 ] || { echo "1..0 # SKIP no golden files yet"; exit 0; }
done_testing
