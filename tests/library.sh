#!/bin/sh
# library.sh: the rules of the library are read when a loss needs them; what is wrong in one is told then, and its rule serves nobody.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/tap.sh"

lib=$scratch/stdlib
cp -RL "$srcdir/stdlib" "$lib"
chmod -R u+w "$lib"
MAJORANT_STDLIB=$lib
export MAJORANT_STDLIB

square='param x; minimize (x - 3)^2; fit; print x'
rates='param a > 0; param b > 0; minimize a + b - log(a + 2 * b); derive'
mend () { cp "$srcdir/stdlib/$1" "$lib/$1"; }

is "a square is fitted" "$("$majorant" -e "$square" 2>&1)" "$(MAJORANT_STDLIB= "$majorant" -e "$square" 2>&1)"

# in a clause that only who uses the rule reads
sed 's/^  bound .*/  bound sum{z} r[z] * (/' "$srcdir/stdlib/majorizers/jensen-log.em" >"$lib/majorizers/jensen-log.em"
ok "a square needs no bound: a broken one is not looked at" "$majorant" -e "$square"
"$majorant" -e "$rates" >"$scratch/out" 2>&1
is "a loss that needs the broken bound ends with an error" $? 1
like "the message has the place" "$(cat "$scratch/out")" 'jensen-log\.em:[0-9]+:'
sed 's/^  bound .*/  bound sum{z} r[z] * nothing(/; s/nothing(/nothing[z, z, z](z)/' "$srcdir/stdlib/majorizers/jensen-log.em" >"$lib/majorizers/jensen-log.em"
"$majorant" -e "$rates" >"$scratch/out" 2>&1
is "so does one whose words make no sense" $? 1
mend majorizers/jensen-log.em

# in the clauses that tell which rule comes into question
sed 's/where a\[z\] >= 0/where a[z] >= >= 0/' "$srcdir/stdlib/majorizers/jensen-log.em" >"$lib/majorizers/jensen-log.em"
"$majorant" -e "$rates" >"$scratch/out" 2>&1
is "a broken pattern ends any derivation that looks at bounds" $? 1
like "its message has the place too" "$(cat "$scratch/out")" 'jensen-log\.em:[0-9]+:'
mend majorizers/jensen-log.em

printf 'minimizer astray\n  for x: a * x^2\n  gives x = 0\nend\n' >"$lib/majorizers/astray.em"
like "a minimizer among majorizers is refused" "$("$majorant" -e "$rates" 2>&1)" "folder of its kind"
printf 'majorizer astray\n  for sin(u)\n  bound u where u > 0\nend\n' >"$lib/majorizers/astray.em"
like "conditions stand behind for" "$("$majorant" -e 'param x; param y; minimize x^2 + y^2 + sin(x + y); derive using astray' 2>&1)" "conditions stand behind"
printf 'majorizer astray\n  bound u\nend\n' >"$lib/majorizers/astray.em"
like "a rule without for is refused" "$("$majorant" -e "$rates" 2>&1)" "it has no .for."
rm "$lib/majorizers/astray.em"
is "a mended library serves again" "$("$majorant" -e "$rates" 2>&1)" "$(MAJORANT_STDLIB= "$majorant" -e "$rates" 2>&1)"

mv "$lib/charts" "$lib/maps"
like "a folder that is not there is told at once" "$("$majorant" -e "$square" 2>&1)" "charts.*not there"
done_testing
