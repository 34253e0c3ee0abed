#!/bin/sh
# manpage.sh: every option of --help stands in the manual page, and the other way round.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/tap.sh"

options () { grep -oE -e '(^|[^-a-zA-Z])--[a-z][a-z-]*' | sed 's/^[^-]*//' | LC_ALL=C sort -u; }

"$majorant" --help | options >"$scratch/help"
sed 's/\\-/-/g; s/\\f[BRI]//g' "$srcdir/doc/majorant.1" | options >"$scratch/manual"
same "the manual page and --help know the same options" "$scratch/manual" "$scratch/help"
done_testing
