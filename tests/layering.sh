#!/bin/sh
# layering.sh: holds the #include lines of the sources against layering.txt.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/tap.sh"

# violations FOLDER FILES...: each include of the project's own headers that the folder may not have, as file: header
violations () {
  folder=$1
  allowed=" $folder $(sed -n "s/^$folder://p" "$srcdir/tests/layering.txt") "
  shift
  grep -H '^[[:space:]]*#[[:space:]]*include[[:space:]]*"' "$@" /dev/null |
    sed 's/^\([^:]*\):.*include[[:space:]]*"\([^"]*\)".*/\1 \2/' |
    while read -r file header; do
      case $header in
        config.h) continue ;;
        */*) top=${header%%/*} ;;
        *) top=$header ;;
      esac
      case $allowed in
        *" $top "* | *" $header "*) ;;
        *) echo "$file: $header" ;;
      esac
    done
}

for path in "$srcdir"/src/*/; do
  folder=$(basename "$path")
  if ! grep -q "^$folder:" "$srcdir/tests/layering.txt"; then
    fail "src/$folder is in layering.txt"
    continue
  fi
  is "src/$folder includes downward only" "$(violations "$folder" $(find "$path" -name '*.[ch]' -o -name '*.def' | sort))" ""
done
is "grammar includes downward only" "$(violations grammar $(find "$srcdir/grammar" -name '*.[ly]'))" ""
is "majorant.c includes the library only" "$(violations majorant "$srcdir/src/majorant.c")" ""
done_testing
