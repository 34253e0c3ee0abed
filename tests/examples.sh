#!/bin/sh
# examples.sh: every script in examples/ runs.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/tap.sh"

program=$(realpath "$majorant")
# scripts may write files: they run in a copy
[ ! -d "$srcdir/examples" ] || cp -RL "$srcdir/examples" "$scratch/examples"
mkdir -p "$scratch/examples"
cd "$scratch/examples" || exit 1

for script in *.em; do
  [ -f "$script" ] || { echo "1..0 # SKIP no examples yet"; exit 0; }
  if "$program" "$script" </dev/null >"$scratch/out" 2>&1; then pass "$script"; else fail "$script"; comment "$(tail -20 "$scratch/out")"; fi
done
done_testing
