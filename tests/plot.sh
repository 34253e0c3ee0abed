#!/bin/sh
# plot.sh: what is drawn: surrogates touch the loss and lie on the right side of it; formats; no gnuplot.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/tap.sh"

program=$(realpath "$majorant")
cd "$scratch" || exit 1

# above FILE SIGN: $data0 is the loss, $data1… are surrogates with the same x; SIGN * (surrogate - loss) is never below 0, and
# is 0 somewhere
above () {
  awk -v sign="$2" '
    /^\$data/ { block = substr($1, 6) + 0; row = 0; next }
    /^END/ { block = -1; next }
    block == 0 { loss[$1] = $2; points++ }
    block > 0 && ($1 in loss) && !/^plot/ {
      gap = sign * ($2 - loss[$1])
      size = (loss[$1] < 0 ? -loss[$1] : loss[$1]) + 1
      if (gap < -1e-7 * size) exit bad = 1
      if (!(block in least) || gap < least[block]) least[block] = gap
      seen[block]++
    }
    END { for (b in seen) if (seen[b] > 50) { full++; if (least[b] > 0.05) bad = 1 }
          exit !(!bad && full == 3 && points > 100) }' "$1"
}

cat >loss.em <<'END'
data y[N] = [2.1, 1.9, 2.0, 2.2, 9.5]
param m init 9
minimize sum{i} 2 * log(1 + (y[i] - m)^2 / 3)
plot surrogate(m) to "start.gnuplot"
fit
plot surrogate(m) to "end.gnuplot"
END
ok "a scalar" "$program" loss.em
ok "surrogates lie above the loss and touch it" above start.gnuplot 1
ok "also after the fit" above end.gnuplot 1

cat >mixture.em <<'END'
let K = 2
data y[N] = [0,1,2,1,0,3,5,7,2,1,8,9,1,0,2,6,4,3,1,1]
model pair()
  param w[K] in simplex init [0.1, 0.9]
  param lam[K] > 0 init [1, 6]
  maximize sum{i} log sum{k} w[k] * poisson(y[i] | lam[k])
end
fit m = pair()
plot surrogate(m.w) to "w.gnuplot"
plot surrogate(m.lam[2]) to "lam.gnuplot"
END
ok "a model that is maximised" "$program" mixture.em
ok "on a simplex surrogates lie below" above w.gnuplot -1
ok "on a half-line, too" above lam.gnuplot -1
like "the entry is named" "$(cat lam.gnuplot)" 'set xlabel "lam\[2\]"'

"$program" -e 'param a[2]; minimize (a[1] - 1)^4 * a[2]^2; plot surrogate(a[1]) to "alone.gnuplot"' >out 2>err
like "without a surrogate the loss is drawn alone" "$(cat err)" "note: 'a' has no surrogate"

"$program" -e 'data x[N, D] = [[1, 2], [3, 5]]; data z[N, M] = [[1, 2, 3], [4, 5, 6]]; plot x to "x.gnuplot"; plot z to "z.gnuplot"' >out 2>err
like "two columns are points" "$(cat x.gnuplot)" 'with points'
like "a matrix is cells" "$(cat z.gnuplot)" 'with image'

# wrong NAME PATTERN STATEMENTS
wrong () {
  "$program" -e "param p[2] init 1; minimize |p|^2; $3" >out 2>err
  is "$1: exit status" $? 1
  like "$1" "$(cat err)" "$2"
}
wrong "no parameter" "q is not a parameter of a loss" 'plot surrogate(q)'
wrong "a subscript too many" "an entry of 'p' has 1 subscript" 'plot surrogate(p[1, 1])'
wrong "a subscript too large" "leaves the axis" 'plot surrogate(p[3])'
wrong "a picture by itself" "by itself" 'plot surrogate(p), surrogate(p)'
wrong "a number" "is not a vector or a matrix" 'plot 3'
wrong "an unknown format" "hint: there are: .svg" 'data v[N] = [1, 2]; plot v to "v.jpeg"'
PATH=/nowhere "$program" -e 'data v[N] = [1, 2]; plot v' >out 2>err
is "without gnuplot: exit status" $? 1
like "without gnuplot: what to do" "$(cat err)" 'hint: install gnuplot'

ln -s kept.gnuplot link.gnuplot
"$program" -e 'data v[N] = [1, 2]; plot v to "kept.gnuplot"; plot v to "link.gnuplot"' >out 2>err
ok "a file appears whole, and through a link in its place" test -L link.gnuplot -a -s kept.gnuplot
is "nothing is left beside it" "$(ls | grep -c 'tmp$')" 0

if command -v gnuplot >/dev/null 2>&1; then
  echo 'plot surrogate(m) to "m.svg"; plot surrogate(m); plot y' >>loss.em
  ok "gnuplot draws" "$program" loss.em
  like "an SVG with its curves" "$(cat m.svg)" 'third surrogate'
  "$program" loss.em >out 2>err
  like "as text" "$(cat out)" 'Loss along m'
else
  skip "gnuplot draws" "no gnuplot"
fi
done_testing
