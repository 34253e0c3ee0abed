#!/bin/sh
# docs.sh: runs the examples in the documents, so that none of them is wrong.
#
# In Markdown a script is a fence ```majorant, and a fence ```output right behind it is what the script must print. In
# Texinfo the lines "@c majorant" and "@c prints" before an @example mean the same. Scripts run as model.em in a copy of examples/.
# Other marks, "@c MARK" in Texinfo, "<!-- MARK -->" before a fence ```text in Markdown:
#     about        what the script prints; numbers may differ in their last digits, counts of iterations more
#     part         beginnings of lines that it prints, among others, in this order; likewise
#     derives      the same of the script with `derive` in place of `fit`
#     fails        a script that ends with an error;  says: its messages
#     file NAME    a file for the scripts and commands that follow
#     shell        commands; what stands on standard output may follow behind prints
#     prompt       entries behind "majorant> ", and what they print
#     c            a program for the library, compiled where that can be done; prints follows
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/tap.sh"

program=$(realpath "$majorant")
root=$(realpath "$srcdir")
library=$(dirname "$program")/.libs/libmajorant.a
mkdir "$scratch/run" "$scratch/bin"
[ ! -d "$srcdir/examples" ] || cp -RL "$srcdir/examples/." "$scratch/run"
ln -s "$program" "$scratch/bin/majorant"
PATH=$scratch/bin:$PATH

# Writes for each example N: N.do (what it is), N.place (file:line), N.text; what belongs to the one before: N.prints, N.about, N.part, N.says, N.derives
extract () {
  awk -v dir="$scratch" -v count="$1" -v name="${2#"$srcdir"/}" '
    function begin(what) {
      if (what ~ /^(majorant|fails|shell|prompt|c|file .*)$/) {
        count++
        printf "%s:%d\n", name, FNR > (dir "/" count ".place")
        printf "%s\n", what > (dir "/" count ".do")
        close(dir "/" count ".place"); close(dir "/" count ".do")
        what = "text"
      }
      out = dir "/" count "." what
      printf "" > out
      mark = ""
    }
    function stop() { close(out); out = ""; last = FNR }
    out != "" && (texinfo ? /^@end (example|smallexample)/ : /^```[ \t]*$/) { stop(); next }
    out != "" {
      line = $0
      if (texinfo) { if (line ~ /^@(end )?group/) next; gsub(/@@/, "\001", line); gsub(/@\{/, "{", line); gsub(/@\}/, "}", line); gsub(/@dots\{\}/, "…", line); gsub(/\001/, "@", line) }
      print line > out
      next
    }
    /^```majorant[ \t]*$/ { texinfo = 0; begin("majorant"); next }
    /^```output[ \t]*$/ && count && FNR <= last + 2 { texinfo = 0; begin("prints"); next }
    /^<!-- (about|part|derives) -->$/ { mark = $2; next }
    /^```text[ \t]*$/ && mark != "" { texinfo = 0; begin(mark); next }
    /^@c (majorant|prints|about|part|derives|fails|says|shell|prompt|c|file .*)[ \t]*$/ { mark = $0; sub(/^@c /, "", mark); sub(/[ \t]+$/, "", mark); next }
    /^@(small)?example/ && mark != "" { texinfo = 1; begin(mark); next }
    END { print count }' "$2"
}

# near MODE GOT WANTED: are the lines the same but for digits that are rounding? MODE part: the wanted ones are among those that were got
near () {
  awk -v mode="$1" '
    function split_numbers(line, list,   n) {
      gsub(/after [0-9]+ iterations?/, "after some iterations", line)
      gsub(/[ \t]+/, " ", line)
      skeleton = ""
      for (n = 0; match(line, /[0-9]+(\.[0-9]+)?(e[-+]?[0-9]+)?/); line = substr(line, RSTART + RLENGTH)) {
        skeleton = skeleton substr(line, 1, RSTART - 1) "#"
        list[++n] = substr(line, RSTART, RLENGTH) + 0
      }
      skeleton = skeleton line
      return n
    }
    function alike(a, b,   x, y, n, s, k, d, most) {
      sub(/^ +/, "", a); sub(/^ +/, "", b)
      n = split_numbers(a, x); s = skeleton
      if (split_numbers(b, y) != n || s != skeleton) return 0
      for (k = 1; k <= n; k++) {
        d = x[k] - y[k]; if (d < 0) d = -d
        most = x[k] > y[k] ? x[k] : y[k]
        if (d > 1e-3 * most + 1e-9) return 0
      }
      return 1
    }
    FNR == NR { got[++count] = $0; next }
    mode == "about" { wanted++; if (!alike(got[wanted], $0)) { print "got:    " got[wanted]; print "wanted: " $0; bad = 1 } next }
    function begins_with(a, b) { sub(/^ +/, "", a); sub(/^ +/, "", b); return alike(substr(a, 1, length(b)), b) }
    /[^ ]/ { while (++at <= count && !alike(got[at], $0) && !begins_with(got[at], $0)); if (at > count) { print "missing: " $0; bad = 1; exit } }
    END { if (mode == "about" && wanted != count) { print "lines got: " count ", wanted: " wanted + 0; bad = 1 } exit bad }' "$2" "$3" >"$scratch/near" && return 0
  return 1
}

close_to () {                                  # NAME MODE GOT WANTED
  if near "$2" "$3" "$4"; then pass "$1"; else fail "$1"; comment "$(head -20 "$scratch/near")"; fi
}

# what was printed (out) and said (err) against what is written
compare () {
  [ ! -f "$scratch/$1.prints" ] || same "$2 prints what is written" "$scratch/out" "$scratch/$1.prints"
  [ ! -f "$scratch/$1.about" ] || close_to "$2 prints about what is written" about "$scratch/out" "$scratch/$1.about"
  [ ! -f "$scratch/$1.part" ] || close_to "$2 prints these lines" part "$scratch/out" "$scratch/$1.part"
  [ ! -f "$scratch/$1.says" ] || same "$2 says what is written" "$scratch/err" "$scratch/$1.says"
  if [ -f "$scratch/$1.derives" ]; then
    sed 's/^fit$/derive/' "$scratch/$1.text" >"$scratch/run/model.em"
    (cd "$scratch/run" && majorant model.em </dev/null >"$scratch/out" 2>"$scratch/err")
    close_to "$2 derives these lines" part "$scratch/out" "$scratch/$1.derives"
  fi
}

# run NAME STATUS COMMAND...: in the folder of the examples
run () {
  tap_place=$1 want=$2
  shift 2
  (cd "$scratch/run" && "$@" </dev/null >"$scratch/out" 2>"$scratch/err")
  got=$?
  if [ "$got" = "$want" ]; then pass "$tap_place runs"; else fail "$tap_place runs"; comment "status $got"; comment "$(head -20 "$scratch/err")"; fi
}

count=0
for document in "$srcdir"/README.md "$srcdir"/doc/*.md "$srcdir"/doc/*.texi "$srcdir"/examples/*.md; do
  [ -f "$document" ] && count=$(extract "$count" "$document")
done

n=0
while [ $n -lt "$count" ]; do
  n=$((n + 1))
  place=$(cat "$scratch/$n.place") kind=$(cat "$scratch/$n.do")
  case $kind in
  majorant|fails)
    cp "$scratch/$n.text" "$scratch/run/model.em"
    [ "$kind" = majorant ] && status=0 || status=1
    run "$place" $status majorant model.em
    compare $n "$place" ;;
  file*) cp "$scratch/$n.text" "$scratch/run/${kind#file }" ;;
  shell)
    if grep -q -e --verify "$scratch/$n.text" && ! verifies "$program"; then skip "$place" "built without jansson"; continue; fi
    run "$place" 0 sh -e "$scratch/$n.text"
    compare $n "$place" ;;
  prompt)
    sed -n 's/^majorant> //p' "$scratch/$n.text" | (cd "$scratch/run" && majorant) >"$scratch/out" 2>"$scratch/err"
    grep -v '^majorant> ' "$scratch/$n.text" >"$scratch/$n.prints"
    compare $n "$place" ;;
  c)
    cp "$scratch/$n.text" "$scratch/run/program.c"
    libs=$(sed -n 's/^Libs.private: *//p' "$(dirname "$program")/majorant.pc" 2>/dev/null)
    sanitizers=$(sed -n 's/^SAN_CFLAGS = *//p' "$(dirname "$program")/Makefile" 2>/dev/null)
    # word splitting is meant
    # shellcheck disable=SC2086
    if [ -f "$library" ] && (cd "$scratch/run" && ${CC:-cc} $sanitizers -Wall -Wextra -Werror "-I$root/src" program.c "$library" $libs -o program 2>"$scratch/err"); then
      run "$place" 0 env "MAJORANT_STDLIB=$root/stdlib" ./program
      compare $n "$place"
    elif [ -f "$library" ] && [ -z "$libs" ]; then skip "$place" "no majorant.pc"
    elif [ -f "$library" ]; then fail "$place is compiled"; comment "$(head -20 "$scratch/err")"
    else skip "$place" "no static library in the build"; fi ;;
  esac
done
done_testing
