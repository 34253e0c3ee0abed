#!/bin/sh
# manpage.sh: every option of --help stands in the manual page and in bash's completion, and the other way round.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/tap.sh"

options () { grep -oE -e '(^|[^-a-zA-Z])--[a-z][a-z-]*' | sed 's/^[^-]*//' | LC_ALL=C sort -u; }

"$majorant" --help | options >"$scratch/help"
sed 's/\\-/-/g; s/\\f[BRI]//g' "$srcdir/doc/majorant.1" | options >"$scratch/manual"
same "the manual page and --help know the same options" "$scratch/manual" "$scratch/help"
sed -n 's/^ *local options="\(.*\)"$/\1/p' "$srcdir/doc/majorant.bash" | options >"$scratch/completion"
same "bash's completion and --help know the same options" "$scratch/completion" "$scratch/help"
if command -v bash >/dev/null; then
  completes () { bash -c '. "$0"; shift 0; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _majorant; echo "${COMPREPLY[*]}"' "$srcdir/doc/majorant.bash" "$@"; }
  is "an option" "$(completes majorant --verb)$(completes majorant --verif)" "--verify"
  is "a word of an option" "$(completes majorant --dump = by)" "bytecode"
  is "a script" "$(cd "$srcdir" && srcdir=. completes majorant examples/kme)" "examples/kmeans.em"
fi
done_testing
