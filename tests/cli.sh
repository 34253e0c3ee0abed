#!/bin/sh
# cli.sh: the command line, the exit statuses, the REPL through a pipe and through a terminal.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/tap.sh"

program=$(realpath "$majorant")
root=$(realpath "$srcdir")
cd "$scratch" || exit 1

# status NAME WANTED ARGUMENTS...
status () {
  name=$1 want=$2
  shift 2
  "$program" "$@" </dev/null >out 2>err
  is "$name" "$?" "$want"
}

status "--help" 0 --help
for option in eval set data output threads dump trace time interactive verify help version; do
  like "--help names --$option" "$(cat out)" "--$option"
done
status "--version" 0 --version
like "the version" "$(cat out)" '^majorant [0-9]+\.[0-9]+'
status "an unknown option" 2 --no-such-option
status "an unknown stage" 2 --dump=nothing -e 1
status "an unknown output format" 2 --output=xml -e 1
status "a bad number of threads" 2 --threads=many -e 1
status "--set without a value" 2 --set K -e 1
status "two scripts" 2 a.em b.em
status "-e" 0 -e '1 + 1'
is "its result" "$(cat out)" "1 + 1 = 2"
status "a script that is not there" 1 nothing.em
like "is told" "$(cat err)" "cannot read 'nothing.em'"
like "with what would be one" "$(cat err)" 'hint: a script is a file, majorant model.em'
status "an error in the script" 1 -e 'print foo'
status "a fit that must converge" 3 -e 'param p init 1; minimize (p - 2)^4; fit with iters = 1, tol = 0, require = converged'
status "a fit that need not" 0 -e 'param p init 1; minimize (p - 2)^4; fit with iters = 1, tol = 0'
# so far from 0 that rounding moves the loss by more than tol: this is told
far="data x[N, D] = [[0.31, -0.2], [0.12, 0.9], [-0.7, 0.35], [-0.15, -0.64], [0.9, -0.3],   [300000000.31, 300000000.2], [299999999.88, 300000000.1], [300000000.3, 299999999.4], [299999999.5, 300000000.62], [300000000.05, 299999999.81]]; param w[2] in simplex; param mu[2, D] init [[0.1, 0], [300000001, 300000001]]; param S[2, D, D] in spd init eye(D); minimize -sum{i} log sum{k} w[k] * normal(x[i] | mu[k], S[k]); fit with tol = 1e-15, require = converged"
status "a fit to data far from 0 beside their spread" 0 -e "$far"
# whether it lets the loss rise there is chance: among ten such places it does
for s in 0 1 2 3 4 5 6 7 8 9; do
  "$program" -e "$(echo "$far" | sed "s/30000000\([0-9]\)/3${s}000000\1/g; s/29999999\([0-9]\)/$((29 + s))999999\1/g")" 2>&1 >/dev/null
done >err
like "rounding is told" "$(cat err)" "rounding moves the loss by up to [0-9.]+e-0[5-9] here"
# equal starts for both components are a saddle of a mixture's loss
"$program" -e 'data x[N] = [1.1, 1.4, 1.2, 3.2, 4.5, 5.1, 2.2, 0.4, 6.6, 7.1, 1.1, 9.1, 9.2, 9.4]; param w[2] in simplex init [0.5, 0.5]; param mu[2] init 4; param v[2] > 0 init 3; minimize -sum{i} log sum{k} w[k] * normal(x[i] | mu[k], v[k]); fit' >out 2>err
like "a mixture leaves the saddle of equal components" "$(cat out)" "^loss = 31.58569366 after .*, converged"
# counts that are all 0: their rates fall to 0, so quickly that the loss is no number any more on the way
"$program" -e 'data x[N] = [1, 2, 3]; data y[N] = [0, 0, 0]; param a init 0.5; param b init 0; minimize sum{i} (exp(a + b * x[i]) - y[i] * (a + b * x[i])); fit' >out 2>err
like "a rate that falls to 0 is told" "$(cat err)" "goes on falling while a goes to minus infinity"
status "--set that nothing takes" 1 --set Q=1 -e 1
status "--data that nothing takes" 1 --set K=3 --data y=foo.csv -e 'let K = 2; data x[N] = [1]; print K'
is "before anything runs" "$(cat out)" ""
like "is told" "$(cat err)" "the script declares no 'y'"
status "--set with a slip of the pen" 1 --set Kk=3 -e 'let K = 2; print K'
like "has a hint" "$(cat err)" "did you mean 'K'"
status "--set and a model's own names" 0 --set total=9 -e 'let total = 1; model m(x[N])
  let total = sum(x)
  param p
  minimize (p - total)^2
end
data x[N] = [1, 2]; fit r = m(x); print total, r.p'
like "which stay" "$(cat out)" "total = 9"
like "as they are" "$(cat out)" "r.p = 3"

mkdir sub
printf 'let K = 2\ndata y[N] = csv("y.csv")\nprint K, y\nsave y to "copy.npy"\n' >sub/model.em
printf 'y\n1\n2\n' >sub/y.csv
printf '5\n6\n7\n' >z.csv
status "files are relative to the script" 0 sub/model.em
ok "save as well" test -f sub/copy.npy
status "--set and --data" 0 --set K=4 --data y=z.csv sub/model.em
is "take the script's place" "$(tr '\n' ' ' <out)" "K = 4 y  [N = 3] 1  5 2  6 3  7 "
"$program" - <sub/y.csv >out 2>err
is "standard input as a script" "$?" 1
printf 'let a = 1\0\nprint a\n' | "$program" - >out 2>err
like "a NUL in it has its place" "$(cat err)" '^<stdin>:1:10: error: '
printf 'a,b\n1,2\n3,4\n' >pipe.csv
"$program" -e 'data x[N, D] = csv("-", columns = "b"); print x[2, 1]' <pipe.csv >out 2>err
is "data from standard input" "$(cat out)" "x[2, 1] = 4"
gzip -c pipe.csv | "$program" --data=x=- -e 'data x[N, D] = csv("nothing.csv", columns = "b"); print x[2, 1]' >out 2>err
is "instead of a file, and packed" "$(cat out)" "x[2, 1] = 4"
"$program" --data=x=/dev/stdin -e 'data x[N, D] = csv("nothing.csv"); save x, [5, 6] to "-"' <pipe.csv >out 2>err
is "and csv on standard output" "$(tail -1 out)" "3,4,6"
"$program" -e 'save [1, 2] to "-.json"' >out 2>err
is "or another format" "$(tr -d ' ' <out)" "[1,2]"
echo 'print 6 * 7' | "$program" - >out 2>err
is "runs" "$(cat out)" "6 * 7 = 42"
status "JSON" 0 --output=json -e 'param p init 1; maximize -(p - 2)^2; fit; print p'
if command -v python3 >/dev/null; then
  ok "is JSON" python3 -c 'import json; o = json.load(open("out")); f = o["fits"][0]; p = f["params"]["p"]
assert f["name"] == "loss" and abs(f["loss"]) < 1e-9 and f["converged"] is True and f["monotone"] is True
assert f["trace"][0] == -1 and 0 <= f["processor_seconds"] < 60 and f["blocks"][0]["param"] == "p" and p["axes"] == [] and abs(p["values"][0] - 2) < 1e-6
assert o["printed"][0]["expr"] == "p" and o["version"]'
fi
for stage in ast ir gradient surrogate plan bytecode; do
  status "--dump=$stage" 0 --dump=$stage -e 'param p init 1; minimize (p - 2)^2; fit; print p'
  ok "writes something" test -s out
done
status "--trace and --time" 0 --trace=rules,iter,vm --time -e 'param p init 1; minimize (p - 2)^2; fit'
like "the times" "$(cat err)" '^time: .* iterating'
status "--verify of a file that is not there" 1 --verify=nothing.json

# ---- what people write who come from other programs
mend () {                                     # STATEMENTS, PATTERN OF THE HINT
  "$program" -e "$1" >out 2>err
  like "a mend for $1" "$(cat err)" "hint: $2"
}
mend 'x <- 3' "a value is named with 'let': let x = "
mend 'print x[1] + (c)(2)' "if a product is meant"
mend 'data x[N] = c(1, 2)' 'an array is written \[1, 2, 3\]'
mend 'data x[N] = read.csv("a.csv")' 'a file is read by a declaration'
mend 'print np.log(3)' '.*without a prefix'
mend 'param real m' '.*behind the name and its axes'
mend 'let A = eye(2); print sum{i in 1:2} A[i, i]' 'a range has two ends: \{i in 1'
mend 'data x[N] = "a.npz"' '.*save each array as \.npy'
mend 'data x[N, P] = [[1, 2], [3, 4]]; param b[P]; minimize sum{i} (x[i] * b)^2' '.*dot\(a, b\)'
mend 'deriv' "did you mean 'derive'"
mend 'let a = 2; fitt' "did you mean 'fit'"
mend 'optimize' ".*by 'fit'"
mend 'quit()' '`quit` leaves'
mend 'param' 'it is written: param NAME'
mend 'let' 'it is written: let NAME = expression'
mend 'param m(3)' 'axes stand in square brackets: m\['
mend 'param p in [0 1]' 'a comma separates the two ends'
mend 'let v = [1 2 3]' 'entries are separated by commas'
mend 'print eye(2)[, 1]' "all of an axis is ':'"
mend 'param b; minimize b^2, b > 0' '.*a constraint is a domain of its parameter'
mend 'param b; minimize (b - 1)^2 + 0.1 |b|' 'if a product with a norm is meant'
mend 'param b; minimize (b - 1)^2; fit(iters = 3)' "options stand behind 'with'"
mend 'param b; minimize (b - 1)^2; fit with iters 3' "options stand behind 'with'"
mend 'param b; minimize (b - 1)^2; fit with n_init = 3' "did you mean 'restarts'"
mend 'param b; minimize (b - 1)^2; fit using jaakkola' 'the library has jaakkola_jordan'
mend 'param b; minimize (b - 1)^2; derive b' "'b' is a parameter"
mend 'if 2 > 1 print 3' ".*is a value, not a statement"
mend 'for i in 1..3' 'there are no loops'
mend 'save [1, 2] to a.csv' "a file's name stands in quotation marks"
mend 'param b; minimize (b - 1)^2; derive latex' "a format stands behind 'as': derive as latex"
mend 'param b; minimize (b - 1)^2; derive as latex to "a.tex"' 'a page goes to standard output'
mend 'data x[N] = [1, 2]; use kmeans; fit r = kmeans(x, K = 2)' 'one column is declared with two axes'
mend 'fit r = kmeans([[1], [2]], K = 2)' "the library has 'kmeans': write 'use kmeans' above"
ok "and nothing else" sh -c '[ "$(grep -c hint err)" = 1 ]'
mend 'data x[N] = [1, 2]; param m; minimize -sum{i} log gaussian(x[i] | m, 1)' 'the normal density is normal'
mend 'print 1_000' 'digits are not grouped'
mend '1,5' 'a decimal point is a point'
mend 'data y[N] = [1, 2]; let s[i] = y[i]^2' '.*; one entry for each is array\{i\}'
mend 'data y[N] = [1, 2]; print y.mean()' '.*: mean\(y\)'
mend 'data y[N] = [1, 2]; print y.shape' 'the name of an axis is its size'
mend 'data y[N] = [1, 2]; param m; minimize sum{i} (y[j] - m)^2' 'an index stands in the braces of a binder: sum\{j\}'
mend 'data y[N] = [1, 2]; minimize sum{i} (y[i] - mu)^2' "declare it above: 'param mu' if it is to be found"
mend 'data y[N] = [1, 2]; minimize sum{i} wiggle(y[i])' 'a function of your own is declared above: fn wiggle'
mend 'data x[N, P] = [[1, 2], [3, 4]]; param b; minimize sum{i} dot(x[i], b)^2' 'give it the axes of the other one'
mend 'data y[N] = [1, 2]; let y[1] = 3' 'arrays do not change'
mend 'print y[1' "close it with '\]'"
"$program" -e 'print c' >out 2>err
ok "a name of one's own is nobody's function" sh -c '! grep -q hint err'
printf '"age, years",height\n1,2\n3,4\n' >quoted.csv
mend 'data x[N, D] = csv("quoted.csv", columns = "age")' "its columns are .*\"age, years.*\", height; a name with a ','"
"$program" -e 'data x[N, D] = csv("quoted.csv", columns = "height, \"age, years\""); print x[2, 1], x[2, 2]' >out 2>err
is "a column whose name has a comma" "$(tr '\n' ' ' <out)" "x[2, 1] = 4 x[2, 2] = 3 "
printf 'a;b\n1,5;2\n' >semicolon.csv
mend 'data x[N, D] = csv("semicolon.csv")' "if ';' separates the fields here"
printf 'a,b\n1,2\n3,4\n' >two.csv
mend 'data x[N] = csv("two.csv")' 'declare two axes, x\[N, D\], a column of which is x\[:, 1\]'

# ---- the REPL through a pipe: entries of several lines, errors that leave it alive
printf '%s\n' 'let a = 2' 'print b' 'print (a +' '  3)' 'help' 'help normal' 'help restarts' 'help nothing' \
  'model twice(x)' '  param p' '  minimize (p - x)^2' 'end' 'fit m = twice(4)' 'm.p' 'quit' 'print 99' | "$program" >out 2>err
is "the REPL ends well" "$?" 0
like "several lines" "$(cat out)" '^a \+ 3 = 5$'
like "an error is told" "$(cat err)" "<repl>:1:7: error: unknown name 'b'"
like "help" "$(cat out)" 'minimize expression'
like "help of a density" "$(cat out)" 'fn normal\('
like "help of an option" "$(cat out)" 'fit with restarts'
like "help tells the patterns" "$(cat out)" ' kmeans,'
printf '%s\n' 'help as' 'help init' 'help npy' 'help domain' 'help domanis' 'print 5 + 6' | "$program" >words 2>err
like "help about a word after which a statement goes on" "$(cat words)" '^init EXPRESSION'
like "help about a format" "$(cat words)" '^csv, tsv, npy'
like "help about another word for a topic" "$(cat words)" '^param p\[K\] DOMAIN'
like "help about a word nearby" "$(cat words)" "Did you mean 'domains'"
like "help is of one line" "$(cat words)" '^5 \+ 6 = 11$'
like "no help" "$(cat out)" "no help on 'nothing'"
like "a model" "$(cat out)" '^m\.p = 4$'
ok "quit quits" sh -c '! grep -q 99 out'
printf '%s\n' 'help kmeans' 'help lasso' 'help smacof' | "$program" >out 2>err
like "help of a pattern" "$(cat out)" '^use kmeans$'
like "its loss" "$(cat out)" 'minimize sum\{i\} min\{k\} \|x\[i\] - c\[k\]\|\^2'
like "what its result offers" "$(cat out)" '^    m\.nearest\(z\[M, D\]\)$'
like "help of one model among others" "$(cat out)" '^  model lasso\('
like "help of a word that a pattern's comment has" "$(cat out)" '^patterns about it: mds$'
ok "and of no other" sh -c '! grep -q "model ridge" out'

# every word has help: statements, keywords, functions, domains, densities, options and their values, rules
for word in $(sed -n 's/^[A-Z_]*WORD("\([a-z_0-9]*\)".*/\1/p' "$root/src/syntax/words.def") $(sed -n 's/^BUILTIN(\([a-z_]*\),.*/\1/p' "$root/src/sema/builtins.def") \
  $(sed -n 's/^OPTION("\([a-z]*\)".*/\1/p' "$root/src/session/fit_options.def") $(sed -n 's/^function \([a-z_0-9]*\).*/\1/p' "$root/stdlib/functions.em") \
  $(sed -n 's/^fn \([a-z_]*\).*/\1/p' "$root/stdlib/densities.em") $(sed -n 's/^majorizer \([a-z_0-9]*\).*/\1/p' "$root"/stdlib/majorizers/*.em) \
  $(sed -n 's/^minimizer \([a-z_0-9]*\).*/\1/p' "$root"/stdlib/minimizers/*.em) simplex spd psd orthogonal rotation rank transport ball sphere ordered zerosum \
  squarem anderson newton converged csv npy columns latex rules expressions; do
  echo "help $word"
done >every
"$program" <every >out 2>err
is "every word has help" "$(grep -o "There is no help on '[^']*'" out)" ""
ok "they are many" test "$(wc -l <every)" -gt 300
printf '%s\n' '? fit' 'help(tangent)' 'exit()' 'print 99' | "$program" >out 2>err
like "help as other programs have it" "$(cat out)" 'fit \[NAME\]'
like "a rule of the library" "$(cat out)" '^  majorizer tangent$'
ok "exit() leaves" sh -c '! grep -q 99 out'

# ---- output that cannot be written
if [ -w /dev/full ]; then
  "$program" -e 'print 1' >/dev/full 2>/dev/null
  is "a full disk ends with an error" "$?" 1
  for what in "-e 1+1" "--output=json -e 1+1" "--help" "--version" "--dump=ast -e 1+1"; do
    # word splitting is meant
    # shellcheck disable=SC2086
    "$program" $what >/dev/full 2>err
    is "a full disk: $what" "$? $(grep -c 'error: cannot write the output' err)" "1 1"
  done
  for ending in csv tsv json npy mtx gnuplot svg png pdf eps txt; do
    case $ending in svg|png|pdf|eps|txt) verb=plot; command -v gnuplot >/dev/null || continue ;; gnuplot) verb=plot ;; *) verb=save ;; esac
    ln -s /dev/full "full.$ending"
    "$program" -e "$verb [1, 2] to \"full.$ending\"" >out 2>err
    is "a full disk: $verb to .$ending" "$? $(grep -c "error: cannot write 'full.$ending': No space left" err)" "1 1"
  done
else
  skip "a full disk" "no /dev/full"
fi

# ---- the REPL on a terminal: prompt, completion, history between sessions
if command -v script >/dev/null && script -qec true /dev/null </dev/null >/dev/null 2>&1; then
  HOME=$scratch XDG_STATE_HOME=$scratch/state TERM=xterm
  export HOME XDG_STATE_HOME TERM
  mkdir state
  (sleep 1; printf 'let abscissa = 21\n'; printf 'print 2 * absc\t\n'; printf 'use latent_cl\t\n'; printf 'fit m = latent_classes([[1, 2], [2, 1]], 1)\n'; sleep 1; printf 'let q = 1 +'; sleep 1; printf '\003'; sleep 1; printf 'print 3 * 14\n'; printf 'quit\n'; sleep 1) | script -qec "$program" /dev/null >out 2>&1
  like "a prompt" "$(tr -d '\r' <out)" 'majorant> '
  if [ -f state/majorant/history ]; then
    like "completion of a name" "$(tr -d '\r' <out)" '2 \* abscissa = 42'
    like "completion of a pattern" "$(tr -d '\r' <out)" 'm = 2\.77'
    ok "its sign stands behind the text" grep -qE 'let q = 1 \+[^[:cntrl:]]*\^C' out
    like "Ctrl-C leaves the line, not the program" "$(tr -d '\r' <out)" '3 \* 14 = 42'
    ok "history is kept" grep -q 'let abscissa = 21' state/majorant/history
    (sleep 1; printf 'let tall = [1,\n'; sleep 1; printf '2]\n'; sleep 1; printf 'quit\n'; sleep 1) | script -qec "$program" /dev/null >out 2>&1
    (sleep 1; printf '\033[A\033[A'; sleep 1; printf '\nprint tall[2] + 40\nquit\n'; sleep 1) | script -qec "$program" /dev/null >out 2>&1
    like "an entry of several lines comes back whole" "$(tr -d '\r' <out)" 'tall\[2\] \+ 40 = 42'
  else
    skip "completion" "built without readline"
  fi
fi
if command -v script >/dev/null && script -qec true /dev/null </dev/null >/dev/null 2>&1; then
  slow='data x[N] = array{i in 1..200000} sin(7 * i); param m; minimize sum{i} log(1 + (x[i] - m)^2); fit with iters = 200, tol = 0'
  script -qec "stty cols 40; $program -e '$slow'" /dev/null </dev/null >out 2>&1
  is "progress stays on its line" "$(tr '\r' '\n' <out | sed 's/\x1b\[K//' | awk '/^iteration/ && length($0) > 39' | head -1)" ""
  TERM=dumb script -qec "$program -e '$slow'" /dev/null </dev/null >out 2>&1
  ok "and is not shown where a terminal has no lines to clear" sh -c '! grep -q "iteration 2" out'
fi
printf 'help fit\nquit\n' | "$program" --interactive >out 2>err
like "help fit lists the options" "$(cat out)" 'restarts +runs from different starts'

# --threads holds for what is printed, too; /proc counts the threads while they work
if [ -d /proc/self/task ]; then
  OPENBLAS_NUM_THREADS=1 "$program" --threads 1 -e 'data x[N] = array{i in 1..3000000} i; print sum{i} log(1 + exp(sin(x[i]))^1.5), sum{i} log(1 + exp(cos(x[i]))^1.5)' >out 2>err &
  most=0
  while kill -0 $! 2>/dev/null; do
    now=$(ls "/proc/$!/task" 2>/dev/null | wc -l)
    [ "$now" -le "$most" ] || most=$now
  done
  wait $!
  is "--threads 1 prints with one thread" "$?, $most" "0, 1"
fi

# --time: deriving, iterating and what comes after are told apart, and joint steps have their instructions, too
newton='data x[N] = [1, 2, 4]; param a init 0; minimize sum{n} log(1 + (x[n] - a)^4); fit with method = newton'
time=$("$majorant" --time=all -e "$newton" 2>&1)
like "--time tells the stages apart" "$time" '^time: .* s deriving and compiling, .* s iterating, .* s looking at what came out; '
like "--time knows the instructions of a joint step" "$time" ' [0-9]+: .*log\('
mixture='data x[N, D] = array{i in 1..300, d in 1..3} (sin(7 * i * d) + 3 * (i > 150)); let K = 2; param w[K] in simplex; param mu[K, D] init sample(x)
param S[K, D, D] in spd init eye(D); minimize -sum{i} log sum{k} w[k] * normal(x[i] | mu[k], S[k]); fit'
short=$("$majorant" --threads=1 --time -e "$mixture" 2>&1)
for again in 2 3 4 5; do                        # where another process came between, its time stands at one instruction, and that program crowds out others
  case $short in *"w, mu, S: "*) break ;; esac
  short=$("$majorant" --threads=1 --time -e "$mixture" 2>&1)
done
like "--time names what a program makes, and tells its speed" "$short" '^w, mu, S: [0-9]+ runs of .* ms, .* s, .* Gflop/s, .* GB/s'
is "--time is short: few programs, few instructions, narrow lines" \
  "$(printf '%s\n' "$short" | grep -v '^time:' | LC_ALL=C.UTF-8 awk 'length($0) > 130 { wide = 1 } /runs of/ { n = 0; programs++ } /%/ { if (++n > 8) many = 1 } END { print programs <= 5 && !wide && !many }')" 1
is "--time=all tells more" "$(($("$majorant" --time=all -e "$mixture" 2>&1 | wc -l) > $(printf '%s\n' "$short" | wc -l)))" 1
status "--time=long is wrong use" 2 --time=long -e 'print 1'

# a column whose values differ in their last digits alone: what is lost is told, and with its mean off nothing is
far='data s[N] = array{i in 1..12} (100000000 + i / 1000); data t[N] = array{i in 1..12} (3 * i + sin(i)); param a; param b'
like "columns far from 0 are told" "$("$majorant" -e "$far; minimize sum{i} (t[i] - a - b * s[i])^2; fit" 2>&1)" '^-e:.* note: column 1 of s lies 3e\+10 times its spread from 0'
like "not with their mean off" "$("$majorant" -e "$far; minimize sum{i} (t[i] - a - b * (s[i] - mean(s)))^2; fit" 2>&1)" '^loss = 5.2375'

# OpenBLAS waits for ever for a buffer that a limit on memory refuses: the program asks first, takes fewer threads, or says that there is too little
printf 'data x[N, D] = array{i in 1..400, d in 1..60} sin(i * d)\nparam S[D, D] in spd\nparam m[D]\nminimize -sum{i} log normal(x[i] | m, S) + tr(inv(S))\nfit with iters = 3\n' >"$scratch/limited.em"
if [ "$( (ulimit -v 1000000 && timeout 20 "$majorant" -e 1) 2>&1)" = "1 = 1" ]; then
  for limit in 100000 200000 300000; do
    got=$( (unset OPENBLAS_NUM_THREADS && ulimit -v $limit && timeout 20 "$majorant" "$scratch/limited.em") 2>&1)
    status=$?
    ok "with $limit kB the program ends ($status)" test $status -lt 2
    like "with $limit kB it fits or says what is missing" "$got" 'not enough memory|out of memory|^loss = '
  done
  # so near to what the libraries themselves take that OpenBLAS could not make its threads
  for limit in 62000 64000 66000 68000 70000; do
    got=$( (unset OPENBLAS_NUM_THREADS && ulimit -v $limit && timeout 20 "$majorant" -e 1) 2>&1)
    like "with $limit kB the program runs, or says what is missing" "$got" '^1 = 1$|out of memory|error while loading shared libraries'
  done
  for limit in 2000 8000; do
    got=$( (unset OPENBLAS_NUM_THREADS && ulimit -d $limit && timeout 20 "$majorant" -e 1) 2>&1)
    like "with $limit kB of data, too" "$got" '^1 = 1$|out of memory'
  done
else
  skip "limits on memory" "none here, or a program that needs more by itself"
fi
done_testing
