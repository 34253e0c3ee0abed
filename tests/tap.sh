# tap.sh: results in TAP for shell tests. Source it, call ok, is, like, skip; end with done_testing.
#     . "${srcdir:-.}/tests/tap.sh"
#     ok "two and two" test $((2 + 2)) = 4
#     is "greeting" "$(echo hello)" hello
#     done_testing
# verifies and certified are about certificates of derivations.
# $majorant is the program under test, $scratch a folder that is gone at the end.
# SPDX-License-Identifier: GPL-3.0-or-later

srcdir=${srcdir:-.}
majorant=${MAJORANT:-./majorant}
tap_count=0 tap_failed=0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM
LC_ALL=C.UTF-8 NO_COLOR=1
export LC_ALL NO_COLOR

pass () { tap_count=$((tap_count + 1)); echo "ok $tap_count - $1"; }
fail () { tap_count=$((tap_count + 1)); tap_failed=$((tap_failed + 1)); echo "not ok $tap_count - $1"; }
skip () { tap_count=$((tap_count + 1)); echo "ok $tap_count - $1 # SKIP $2"; }
comment () { echo "$1" | sed 's/^/# /'; }

# ok NAME COMMAND...: passes when the command does
ok () {
  tap_name=$1
  shift
  if "$@" >"$scratch/ok.out" 2>&1; then pass "$tap_name"; else fail "$tap_name"; comment "$(cat "$scratch/ok.out")"; fi
}

# is NAME GOT WANTED
is () {
  if [ "$2" = "$3" ]; then pass "$1"
  else fail "$1"; comment "got:"; comment "$2"; comment "wanted:"; comment "$3"; fi
}

# like NAME GOT PATTERN: PATTERN is an extended regular expression that some line matches
like () {
  if printf '%s\n' "$2" | grep -Eq -e "$3"; then pass "$1"
  else fail "$1"; comment "got:"; comment "$2"; comment "wanted a line like: $3"; fi
}

# same NAME GOT-FILE WANTED-FILE
same () {
  if diff -u "$3" "$2" >"$scratch/same.diff" 2>&1; then pass "$1"; else fail "$1"; comment "$(head -40 "$scratch/same.diff")"; fi
}

# verifies PROGRAM: does it verify certificates? One that was built without jansson does not
verifies () {
  [ -n "${tap_verifies:-}" ] || if "$1" -e 'let a = 1' --verify=/dev/null 2>&1 | grep -q 'without jansson'; then tap_verifies=no; else tap_verifies=yes; fi
  [ $tap_verifies = yes ]
}

# certified NAME PROGRAM SCRIPT: the certificate that the script prints (`derive as json`) is valid; nothing is tried where none can be verified
certified () {
  verifies "$2" || return 0
  "$2" "$3" >"$scratch/certified.json" 2>/dev/null
  is "$1" "$("$2" --verify="$scratch/certified.json" 2>&1 | tail -1)" valid
}

done_testing () { echo "1..$tap_count"; [ $tap_failed = 0 ]; }
