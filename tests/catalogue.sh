#!/bin/sh
# catalogue.sh: the table of bounds in doc/RULES.md. Every id has a rule of the library with it, or another that its example is
# bounded by, or a file that names it, or a reason why it has none; every id of the library's majorizers is in the table.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/tap.sh"

program=$(realpath "$majorant")
root=$(realpath "$srcdir")
LC_ALL=C sed -n '/^## Catalogue of bounds/,/^## How/s/^| \(R-[A-Z0-9-]*\) | \(.*\) | \(.*\) | \(.*\) |$/\1\x01\2\x01\3\x01\4/p' "$root/doc/RULES.md" |
  tr -d '`' >"$scratch/table"
cat "$root"/stdlib/majorizers/*.em | awk '/^majorizer /{name = $2} /^  id /{gsub(/"/, "", $2); print name "\t" $2}' >"$scratch/rules"
tab=$(printf '\t')

# uses RULE EXAMPLE [using]: is the rule in the derivation?
uses () {
  printf '%s\nderive %s\n' "$(echo "$2" | sed 's/\\|/|/g' | tr ';' '\n')" "${3:+using $1}" >"$scratch/example.em"
  "$program" "$scratch/example.em" </dev/null 2>/dev/null | tr -s ' \n' ' ' | grep -q "\[$1, "
}

while IFS=$(printf '\001') read -r id where note example; do
  case $where in
  none) ok "$id: none, for a reason" test -n "$note" ;;
  src/*) ok "$id is named in $where" grep -q "$id\>" "$root/$where" ;;
  *)
    if [ -z "$example" ]; then ok "$id is the id of $where" grep -q "^$where$tab$id\$" "$scratch/rules"
    elif uses "$where" "$example" || uses "$where" "$example" using; then pass "$id: $where"
    else fail "$id: $where is not in the derivation of $example"; fi ;;
  esac
done <"$scratch/table"
cut -f 2 "$scratch/rules" | sort -u >"$scratch/ids"
cut -d "$(printf '\001')" -f 1 "$scratch/table" | sort -u >"$scratch/listed"
is "every bound of the library is in the table" "$(comm -23 "$scratch/ids" "$scratch/listed")" ""
ok "the table has at least 80 rows" test "$(wc -l <"$scratch/table")" -ge 80

# closed forms: the same; an example beside a file has the words that the note quotes
LC_ALL=C sed -n '/^## Catalogue of closed forms/,/^## How/s/^| \([MI]-[A-Z0-9-]*\) | \(.*\) | \(.*\) | \(.*\) |$/\1\x01\2\x01\3\x01\4/p' "$root/doc/RULES.md" | tr -d '`' >"$scratch/forms"
says () {
  printf '%s\nderive\n' "$(echo "$2" | sed 's/\\|/|/g' | tr ';' '\n')" >"$scratch/example.em"
  "$program" "$scratch/example.em" </dev/null 2>/dev/null | tr -s ' \n' ' ' | grep -qF "$1"
}
cat "$root"/stdlib/minimizers/*.em | awk '/^minimizer /{name = $2} /^  id /{gsub(/"/, "", $2); print name "\t" $2}' >"$scratch/rows"
while IFS=$(printf '\001') read -r id where note example; do
  quoted=$(echo "$note" | sed -n 's/^"\([^"]*\)".*/\1/p')
  case $where in
  none) ok "$id: none, for a reason" test -n "$note" ;;
  src/*)
    ok "$id: $where" test -f "$root/$where"
    [ -z "$example" ] || ok "$id: the derivation says \"$quoted\"" says "${quoted:-nothing quoted}" "$example" ;;
  *)
    if [ -z "$example" ]; then ok "$id is the id of $where" grep -q "^$where$tab$id\$" "$scratch/rows"
    else ok "$id: $where" uses "$where" "$example"; fi ;;
  esac
done <"$scratch/forms"
cut -f 2 "$scratch/rows" | sort -u >"$scratch/ids"
cut -d "$(printf '\001')" -f 1 "$scratch/forms" | sort -u >"$scratch/listed"
is "every closed form of the library is in the table" "$(comm -23 "$scratch/ids" "$scratch/listed")" ""
ok "the table has at least 60 rows" test "$(wc -l <"$scratch/forms")" -ge 60
done_testing
