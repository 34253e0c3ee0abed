#!/bin/sh
# names.sh: what the documents for developers name is there: files and folders in backquotes, and names of functions. Of forms of names
# (rule_read_*.c, tests/unit/test_MODULE_WHAT.c) something must have the form. What hints offer for words of other programs has a value.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/tap.sh"

cd "$srcdir" || exit 1
forms='NAME|MODULE|STAGE|WHAT'
find src grammar stdlib tests/tests.am '(' -name '*.[chly]' -o -name '*.def' -o -name '*.em' -o -name '*.am' ')' -exec cat '{}' + |
  tr -c 'A-Za-z0-9_\n' '\n' | LC_ALL=C sort -u >"$scratch/words"
found=0

# exists DOCUMENT TOKEN: status 2 where the token names neither a file nor a function
exists () {
  form=$(echo "$2" | sed -E "s/$forms/*/g")
  case $2 in
  src/*|tests/*|stdlib/*|doc/*|grammar/*|examples/*|*/*.c|*/*.h|*/*.def)
    # form is to be expanded
    # shellcheck disable=SC2086
    for file in $form src/$form "$(dirname "$1")"/$form; do [ -e "$file" ] && return 0; done
    return 1 ;;
  *[!A-Za-z0-9_.*-]*|module_verb_object) return 2 ;;
  *.c|*.h|*.def|*.am|*.txt|*.md) find src tests doc grammar README.md -name "$form" | grep -q . ;;
  *.*|*-*|*[A-Z]*) return 2 ;;
  [a-z]*_*) grep -qxF -e "$2" "$scratch/words" ;;
  *) return 2 ;;
  esac
}

for document in README.md doc/*.md tests/bench/README.md; do
  missing=
  grep -o '`[^` ]*`' "$document" | tr -d '`' | LC_ALL=C sort -u >"$scratch/tokens"
  while read -r token; do
    exists "$document" "$token"
    case $? in
    0) found=$((found + 1)) ;;
    1) missing="$missing $token" ;;
    esac
  done <"$scratch/tokens"
  is "$document names what is there" "$missing" ""
done
ok "there were names: $found" test "$found" -ge 200
for token in src/base/nowhere.c nowhere.h 'fit/nowhere_*.c' no_such_function; do
  exists doc/HACKING.md "$token"
  is "$token is missed" "$?" 1
done
# words of other programs: what is offered in their place can be pasted
sed -n 's/^ELSEWHERE("[^"]*", "it is \([^",]*([^"]*\)")$/\1/p' src/sema/elsewhere.def | sed 's/, where .*//; s/, or .*//' | grep -v -e 'sum{l in K}' -e poisson >"$scratch/offered"
{
  echo 'data A[D, D] = [[2, 1], [1, 3]]'
  for letter in 'x = 0.3' 'y = 0.7' 'p = 0.4' 'm = 1.5' 's = 2' 'v = 3'; do echo "let $letter"; done
  sed 's/^/print /' "$scratch/offered"
} >"$scratch/offered.em"
result=$("$majorant" "$scratch/offered.em" 2>&1)
is "what hints offer for words of other programs has a value" "$? $(printf '%s\n' "$result" | grep -c -i -E 'error|nan')" "0 0"
done_testing
