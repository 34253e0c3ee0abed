#!/bin/sh
# catalogue.sh: the table of bounds in doc/RULES.md. Every id has a rule of the library with it, or another that its example is
# bounded by, or a file that names it, or a reason why it has none; every id of the library's majorizers is in the table.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/tap.sh"

program=$(realpath "$majorant")
root=$(realpath "$srcdir")
tab=$(printf '\t') mark=$(printf '\001')

# derivation EXAMPLE [using RULE]: its page, on one line
derivation () {
  printf '%s\nderive %s\n' "$(echo "$1" | sed 's/\\|/|/g' | tr ';' '\n')" "${2:-}" >"$scratch/example.em"
  "$program" "$scratch/example.em" </dev/null 2>/dev/null | tr -s ' \n' ' '
}
uses () { derivation "$2" | grep -q "\[$1, " || derivation "$2" "using $1" | grep -q "\[$1, "; }
says () { derivation "$2" | grep -qF "$1"; }

# catalogue LETTERS WHAT KIND LEAST: the rows of the tables whose ids begin with one of these letters
catalogue () {
  LC_ALL=C sed -n "/^## Catalogue of $2/,/^## How/s/^| \\([$1]-[A-Z0-9-]*\\) | \\(.*\\) | \\(.*\\) | \\(.*\\) |\$/\\1\\x01\\2\\x01\\3\\x01\\4/p" "$root/doc/RULES.md" | tr -d '`' >"$scratch/table"
  cat "$root/stdlib/${3}s"/*.em | awk -v kind="$3" '$1 == kind {name = $2} /^  id /{gsub(/"/, "", $2); print name "\t" $2}' >"$scratch/rules"
  while IFS=$mark read -r id where note example; do
    quoted=$(echo "$note" | sed -n 's/^"\([^"]*\)".*/\1/p')
    case $where in
    none) ok "$id: none, for a reason" test -n "$note" ;;
    src/*)
      if [ "$3" = majorizer ]; then ok "$id is named in $where" grep -q "$id\>" "$root/$where"
      else ok "$id: $where" test -f "$root/$where"; fi
      [ -z "$example" ] || ok "$id: the derivation says \"$quoted\"" says "${quoted:-nothing quoted}" "$example" ;;
    *)
      if [ -z "$example" ]; then ok "$id is the id of $where" grep -q "^$where$tab$id\$" "$scratch/rules"
      else ok "$id: $where is in the derivation of $example" uses "$where" "$example"; fi ;;
    esac
  done <"$scratch/table"
  cut -f 2 "$scratch/rules" | sort -u >"$scratch/ids"
  cut -d "$mark" -f 1 "$scratch/table" | sort -u >"$scratch/listed"
  is "every id of the library's ${3}s is in the table" "$(comm -23 "$scratch/ids" "$scratch/listed")" ""
  ok "the table of $2 has at least $4 rows" test "$(wc -l <"$scratch/table")" -ge "$4"
}

# an example beside a file has the words that the note quotes
catalogue RA bounds majorizer 80
catalogue MI 'closed forms' minimizer 60
done_testing
