#!/bin/sh
# derive.sh: derivations as LaTeX and JSON are well formed; `check` holds for every model of golden/derive, and notices a rule
# that is wrong.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/tap.sh"

program=$(realpath "$majorant")
cp -RL "$srcdir/tests/golden/derive" "$scratch/derive" || exit 1
cd "$scratch/derive" || exit 1

# with STATEMENT NAME: the model with another last statement
with () { sed '/^derive/d; /^grad/d; /^fit/d' "$2.em"; echo "$1"; }

# braces and environments of $1 are closed
balanced () {
  awk '{ n = length($0)
         for (i = 1; i <= n; i++) {
           c = substr($0, i, 1)
           if (c == "\\") {
             if (substr($0, i) ~ /^\\begin\{/) depth++
             else if (substr($0, i) ~ /^\\end\{/) depth--
             else if (substr($0, i) ~ /^\\left[^a-z]/) size++
             else if (substr($0, i) ~ /^\\right[^a-z]/) size--
             if (substr($0, i + 1, 1) !~ /[a-zA-Z]/) i++
           } else if (c == "{") brace++
           else if (c == "}" && --brace < 0) exit 1
         } }
       END { exit !(brace == 0 && depth == 0 && size == 0) }' "$1"
}

for script in *.em; do
  name=${script%.em}
  grep -q '^derive\|^fit$' "$script" || continue
  if grep -q '^print' "$script"; then continue; fi
  with "derive as latex" "$name" >latex-script.em
  "$program" latex-script.em >latex.out 2>&1
  ok "LaTeX of $name is balanced" balanced latex.out
  if command -v pdflatex >/dev/null 2>&1; then
    { printf '%s\n' '\documentclass{article}\usepackage[utf8]{inputenc}\usepackage{amsmath}\begin{document}'
      cat latex.out
      printf '%s\n' '\end{document}'; } >document.tex
    ok "LaTeX of $name compiles" pdflatex -interaction=nonstopmode -halt-on-error document.tex
    is "formulas of $name fit the page" "$(grep '^Overfull .hbox ([0-9]*[0-9][0-9][.].*detected at line' document.log)" ""
  else
    skip "LaTeX of $name compiles" "no pdflatex"
  fi
  with "derive as json" "$name" >json-script.em
  "$program" json-script.em >json.out 2>&1
  like "JSON of $name is one object" "$(cat json.out)" '^\{"certificate": .*\}$'
  with check "$name" >check-script.em
  ok "check of $name" "$program" check-script.em
done

cat >wrong.em <<'END'
majorizer too_flat
  order -1
  for softplus(u)
  bound touch(softplus(u)) + touch(logistic(u)) * (u - touch(u)) + 0.12 * (u - touch(u))^2
end
data x[N, P] = [[1, 0], [1, 1], [1, 2]]
data y[N] = [1, 0, 1]
param b[P] init 0.1
minimize sum{i} (softplus(dot(x[i], b)) - y[i] * dot(x[i], b))
check
END
"$program" wrong.em >out 2>&1
is "check of a wrong bound: exit status" $? 1
like "it says what fails" "$(cat out)" 'lies above it elsewhere +FAILS'
like "a rule that cannot be tried: a warning" "$(cat out)" "the rule 'too_flat' has no .check. clause"

cat >wrong-row.em <<'END'
minimizer half_the_mean
  order -1
  for x: a / 2 * x^2 - h * x where a >= 0
  gives x = h / (2 * a)
  needs a > 0 else keep
end
data y[N] = [1, 0, 5]
param m
minimize sum{i} (y[i] - m)^2
check
END
cat >endless.em <<'END'
data x[N, P] = [[1, 2], [2, 4]]
data y[N] = [1, 2]
param b[P]
param a
param c
loss alone = sum{i} (y[i] - dot(x[i], b))^2 + b[1]
loss both = sum{i} (y[i] - a - dot(x[i], b))^2 + b[1]
loss apart = sum{i} dot(x[i], b)^2 + b[1] - 2 * c + c^2
loss sound = sum{i} (y[i] - a - dot(x[i], b))^2
END
for loss in alone both apart; do
  { cat endless.em; echo "check $loss"; } >now.em
  "$program" now.em >out 2>&1
  is "a quadratic without a least value ($loss): exit status" $? 0
  like "it says so ($loss)" "$(cat out)" 'has no least value; is lower at the update +holds'
done
{ cat endless.em; echo "check sound"; } >now.em
"$program" now.em >out 2>&1
like "blocks solved together are least together" "$(cat out)" 'is least, or at least lower, at the update +holds  \([0-9]{4} points\)'
"$program" wrong-row.em >out 2>&1
is "check of a wrong minimiser: exit status" $? 1
like "it says that the update fails" "$(cat out)" 'at the update +FAILS'

# rules beside a script: each is put to its own check when it is taken in
mkdir beside
rule_file () {
  cat >"beside/$1.em"
  printf 'use "%s.em"\nparam m init 1\nminimize cos(m)\nfit\n' "$1" >"beside/use-$1.em"
}
rule_file good <<'END'
majorizer slow_curve
  for     cos(u)
  bound   touch(cos(u)) - touch(sin(u)) * (u - touch(u)) + 1/2 * (u - touch(u))^2
  check   u in (-3, 3)
end
chart doubled
  for     x > 2: x = 2 + exp(2 * u)
  inverse u = log(x - 2) / 2
  check   u in (-1, 1)
end
END
rule_file bound <<'END'
majorizer flat_curve
  for     cos(u)
  bound   touch(cos(u)) - touch(sin(u)) * (u - touch(u)) + 1/4 * (u - touch(u))^2
  check   u in (-3, 3)
end
END
rule_file row <<'END'
minimizer half_the_mean
  for x: a / 2 * x^2 - h * x where a >= 0
  gives x = h / (2 * a)
  needs a > 0 else keep
  check a in (0.1, 3), h in (-3, 3)
end
END
rule_file chart <<'END'
chart wrong_way_back
  for     x > 0: x = exp(u)
  inverse u = log(x) / 2
  check   u in (-2, 2)
end
END
"$program" beside/use-good.em >out 2>&1
is "a rule that holds is taken in" $? 0
for kind in bound row chart; do
  "$program" "beside/use-$kind.em" >out 2>&1
  is "a wrong $kind: exit status" $? 1
  like "a wrong $kind: the message shows where and why" "$(cat out)" "^beside/$kind.em:1:.*fails its own check: .*, at .*[au] ="
done
done_testing
