#!/bin/sh
# docs.sh: runs the scripts in the documents, so that no example in them is wrong.
#
# In Markdown a script is a fence ```majorant, and a fence ```output right behind it is what the script must print. In
# Texinfo the lines "@c majorant" and "@c prints" before an @example mean the same. Scripts run in a copy of examples/.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/tap.sh"

program=$(realpath "$majorant")
mkdir "$scratch/run"
[ ! -d "$srcdir/examples" ] || cp -RL "$srcdir/examples/." "$scratch/run"

# writes N.em, N.want (if there is one), and N.place (file:line) into the scratch folder
extract () {
  awk -v dir="$scratch" -v count="$1" -v name="${2#"$srcdir"/}" '
    function start(what) {
      if (what == "em") { count++; printf "%s:%d\n", name, FNR > (dir "/" count ".place") }
      out = dir "/" count "." what
      printf "" > out
    }
    function stop() { close(out); out = "" }
    out != "" && (/^```[ \t]*$/ || /^@end (example|smallexample)/) { stop(); last = FNR; next }
    out != "" {
      line = $0
      if (texinfo) { if (line ~ /^@(end )?group/) next; gsub(/@@/, "\001", line); gsub(/@\{/, "{", line); gsub(/@\}/, "}", line); gsub(/\001/, "@", line) }
      print line > out
      next
    }
    /^```majorant[ \t]*$/ { texinfo = 0; start("em"); next }
    /^```output[ \t]*$/ && count && FNR <= last + 2 { start("want"); next }
    /^@c majorant[ \t]*$/ { next_is = "em"; next }
    /^@c prints[ \t]*$/ { next_is = "want"; next }
    /^@(small)?example/ && next_is != "" { texinfo = 1; start(next_is); next_is = ""; next }
    END { print count }' "$2"
}

count=0
for document in "$srcdir"/README.md "$srcdir"/doc/*.md "$srcdir"/doc/*.texi "$srcdir"/examples/*.md; do
  [ -f "$document" ] && count=$(extract "$count" "$document")
done

n=0
while [ $n -lt "$count" ]; do
  n=$((n + 1))
  place=$(cat "$scratch/$n.place")
  cp "$scratch/$n.em" "$scratch/run/document-$n.em"
  if ! "$program" "$scratch/run/document-$n.em" </dev/null >"$scratch/out" 2>"$scratch/err"; then
    fail "$place runs"
    comment "$(head -20 "$scratch/err")"
  elif [ -f "$scratch/$n.want" ]; then
    same "$place prints what is written" "$scratch/out" "$scratch/$n.want"
  else
    pass "$place runs"
  fi
done
done_testing
