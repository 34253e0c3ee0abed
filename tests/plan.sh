#!/bin/sh
# plan.sh: what the plan makes of an iteration before code: the order of sums of products, matrices by their diagonals, sums of new
# values in the pass that makes them; and that the numbers stay those of the loss as it is written.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/tap.sh"

program=$(realpath "$majorant")
trace () { "$program" --output=json "$@" 2>&1 | tr -d '\n' | sed 's/.*"trace": *\[\([^]]*\)\].*/\1/'; }
# loss_of OUTPUT: of its fit, with as many digits as print shows
loss_of () { printf '%.6g' "$(printf '%s\n' "$1" | sed -n 's/^loss = \([-0-9.e]*\) .*/\1/p')"; }
plan () { "$majorant" --dump=plan "$1" 2>&1 | sed -n '/^group/,/^\(once\|before\|pass\)/p'; }

# a mixture with one covariance: a product with the matrix for each point, not for each point and component
cat > "$scratch/tied.em" <<'END'
let N = 400
let D = 5
let K = 7
data x[N, D] = array{n in N, d in D} (1e4 + 3 * sin(n * d) + (n / 100)^2 * (d == 1) + cos(7 * n + d))
param w[K] in simplex init 1 / K
param mu[K, D] init array{k in K, d in D} (1e4 + sin(k * d))
param S[D, D] in spd init eye(D)
minimize -sum{n} log sum{k} w[k] * normal(x[n] | mu[k], S)
fit with iters = 10, tol = 0
let again = -sum{n} log sum{k} w[k] * exp(-0.5 * D * log(2 * pi) - 0.5 * logdet(S) - 0.5 * quad(x[n] - mu[k], inv(S)))
print again
END
p=$(plan "$scratch/tied.em")
like "tied: differences are opened in the loss" "$p" 'loss :=.*sum\{d\} centred1\[n, d\] \* sum\{.*\} offset1\['
like "tied: the mixed products of a symmetric matrix are one" "$p" '^  loss := ([^o]|o[^f])*offset1([^o]|o[^f])*offset1([^o]|o[^f])*offset1([^o]|o[^f])*$'
like "tied: and in the moments" "$p" 'moment2.*sum\{n\} centred1\[.*sum\{k\} r\[n, k\]'
like "tied: sums of data by way of those about their centre" "$p" 'h_mu.*sum\{n\} x\[n, d\].* / N \* sum\{n\} r\[n, k\] \+ sum\{n\} .*centred1'
once=$("$majorant" --dump=plan "$scratch/tied.em" 2>&1 | sed -n '/^once/,/^before/p')
like "tied: weights add up to 1, and products of data about their centre are taken once" "$once" 'sum\{n\} centred1\[.*centred1.*sum\{k\} r'
out=$("$majorant" "$scratch/tied.em" 2>&1)
like "tied: the loss is that of its definition" "$out" "^again = $(loss_of "$out")"

# a mixture of t distributions: the fractions that weigh its moments are those of the loss, computed once
sed 's/normal(x\[n\] |/student(x[n] | 4,/; s/param S\[/param S[K, /; s/mu\[k\], S)/mu[k], S[k])/; /^let again/,$d' "$scratch/tied.em" > "$scratch/student.em"
p=$(plan "$scratch/student.em")
like "t distributions: moments about a centre" "$p" 'moment2.*centred[0-9]'
ok "t distributions: weights as in the loss" sh -c '! printf "%s\n" "$1" | grep -q "offset[0-9]\[k, d[^]]*\] + centred"' sh "$p"

# factors: a row of a is known when it is read, so the sums of v * a and a * a run in the same pass;
cat > "$scratch/factors.em" <<'END'
let I = 300
let J = 200
let K = 4
data v[I, J] = array{i in I, j in J} (sin(i * j)^2 + cos(i)^2 * sin(j)^2)
param a[I, K] >= 0 init array{i in I, k in K} (1 + sin(i + k)^2)
param b[K, J] >= 0 init array{k in K, j in J} (1 + cos(j * k)^2)
minimize sum{i, j} (v[i, j] - sum{k} a[i, k] * b[k, j])^2
fit with iters = 10, tol = 0
print sum{i in I, j in J} (v[i, j] - sum{k} a[i, k] * b[k, j])^2
END
p=$(plan "$scratch/factors.em")
like "factors: the loss is put together from what the updates need" "$p" 'loss := sum\{i, j\} v\[i, j\]\^2 - 2 \* sum\{i, k\} touch\(a\[i, k\]\) \* sum\{j\} v\[i, j\] \* touch\(b\[k, j\]\)'
like "factors: new values are summed as they are made" "$p" 'h_b\[k, j\] := 2 \* sum\{i\} v\[i, j\] \* a\[i, k\]'
ok "factors: no steps are kept" sh -c '! printf "%s\n" "$1" | grep -q "step_a"' sh "$p"
out=$("$majorant" "$scratch/factors.em" 2>&1)
like "factors: the loss is that of its definition" "$out" "^sum\{.* = $(loss_of "$out")"

# an exact fit: the three terms of that loss cancel, so it is computed as it is written
sed 's/^data v.*/data v[I, J] = array{i in I, j in J} (i * j + (i + 1) * (300 - j))/; s/ >= 0//; s/iters = 10/iters = 3000/; s/let K = 4/let K = 2/' "$scratch/factors.em" > "$scratch/exact.em"
ok "factors: an exact fit is seen as one" sh -c '"$1" --output=json "$2" | grep -Eq "\"loss\": *[0-9.]+e-1[0-9].*\"monotone\": *true"' sh "$majorant" "$scratch/exact.em"
# sparse data stay sparse: all 400 million entries would take 3 GB and some minutes
{ echo '%%MatrixMarket matrix coordinate real general'; echo '20000 20000 20000'; awk 'BEGIN { for (i = 1; i <= 20000; i++) print i, 1 + i * 7 % 20000, 1 + i % 5 }'; } > "$scratch/v.mtx"
cat > "$scratch/sparse.em" <<'END'
let K = 3
data v[I, J] = mtx("v.mtx")
param a[I, K] >= 0
param b[K, J] >= 0
minimize sum{i, j} (v[i, j] - sum{k} a[i, k] * b[k, j])^2
fit with iters = 3
END
like "factors: sparse data stay sparse" "$(cd "$scratch" && timeout 60 "$program" sparse.em 2>&1)" '^loss = '

# neighbours: three diagonals of twenty thousand
cat > "$scratch/band.em" <<'END'
let T = 20000
data y[T] = array{t in T} sin(t / 30)
param m[T]
minimize sum{t} (y[t] - m[t])^2 + 2 * sum{t in 2..T} (m[t] - m[t - 1])^2
fit
END
like "neighbours: the matrix is kept by its diagonals" "$(plan "$scratch/band.em")" '^  A_m\[t, o\] :='
like "neighbours: five rows are not worth it" "$(sed 's/T = 20000/T = 5/' "$scratch/band.em" > "$scratch/few.em"; plan "$scratch/few.em")" '^  A_m\[t, t\] :='

# grids: few diagonals far apart, factored as the sparse matrices that they are, or as bands with a word about it
cat > "$scratch/grid.em" <<'END'
let R = 240
let C = 200
data y[R, C] = array{r in R, c in C} (((r - 110)^2 + (c - 90)^2 < 4000) + 0.3 * sin(12.9898 * r + 78.233 * c))
param x[R, C] init y
minimize sum{r, c} (x[r, c] - y[r, c])^2 / 2 + 0.2 * sum{r in 2..R, c} |x[r, c] - x[r - 1, c]| + 0.2 * sum{r, c in 2..C} |x[r, c] - x[r, c - 1]|
fit with iters = 2, tol = 0
END
if grep -qs 'define HAVE_CHOLMOD 1' config.h; then
  is "grids: factored as sparse systems, without a word" "$("$majorant" "$scratch/grid.em" 2>&1 | grep -c 'CHOLMOD')" 0
  ok "grids: no room for the band is taken" sh -c '"$1" --time=all "$2" 2>&1 | grep -q "^x: .* \([0-9]\|[1-3][0-9]\)\.[0-9] MB$"' sh "$majorant" "$scratch/grid.em"
else
  like "grids: what a band costs is told" "$("$majorant" "$scratch/grid.em" 2>&1)" 'hint: this program was built without CHOLMOD'
fi
is "grids: the same bits with 3 threads" "$(trace --threads 3 "$scratch/grid.em")" "$(trace --threads 1 "$scratch/grid.em")"

# a mixture over sparse counts: what a document makes of them lives for a tile of documents, and goes back to the words in the same pass
awk -v s="$scratch/n.mtx" -v d="$scratch/dense.mtx" 'BEGIN {
  W = 40; Y = 20000
  print "%%MatrixMarket matrix coordinate real general" > s; print "%%MatrixMarket matrix array real general" > d
  print W, Y, 4 * Y > s; print W, Y > d
  for (y = 0; y < Y; y++) {
    for (w = 0; w < W; w++) c[w] = 0
    for (k = 0; k < 4; k++) { w = (y % 3) * 13 + (y * 7 + k * k * 3 + k) % 13; if (k == 3) w = 39; if (c[w]) w = 39 - k; c[w] = 1 + (y + k) % 4 }
    for (w = 0; w < W; w++) { if (c[w]) { print w + 1, y + 1, c[w] > s; n++ } print c[w] > d }
  }
  print n
}' > "$scratch/stored"
sed -i "2s/.*/40 20000 $(cat "$scratch/stored")/" "$scratch/n.mtx"
cat > "$scratch/words.em" <<'END'
let Z = 4
data n[W, Y] = mtx("n.mtx")
param u[Z] in simplex init 1 / Z
param phi[W | Z] init array{w in W, z in Z} (1 + sin(w * z)^2) / sum{v in W} (1 + sin(v * z)^2)
minimize -sum{y} log sum{z} u[z] * prod{w} phi[w | z]^n[w, y]
fit with iters = 10, tol = 0
END
sed 's/n.mtx/dense.mtx/' "$scratch/words.em" > "$scratch/dense.em"
code=$("$majorant" --dump=bytecode "$scratch/words.em" 2>&1)
like "words: added up in a pass over documents" "$code" 'columns_sum'
like "words: and back to the words in it" "$code" '\+= columns_add'
ok "words: nothing of documents times topics is stored" sh -c 'printf "%s" "$1" | grep -q "^@.*\[40 4\]\|^@.*\[4 40\]" && ! printf "%s" "$1" | grep -q "^@.*\[20000 4\]\|^@.*\[4 20000\]"' sh "$code"
one=$(trace --threads 1 "$scratch/words.em")
is "words: the same bits with 3 threads" "$(trace --threads 3 "$scratch/words.em")" "$one"
ok "words: the losses are those of dense counts" awk -v a="$one" -v b="$(trace "$scratch/dense.em")" \
  'BEGIN { n = split(a, p, ","); m = split(b, q, ","); if (n < 10 || n != m) exit 1; for (i = 1; i <= n; i++) if ((p[i] - q[i])^2 > 1e-18 * q[i]^2) { print p[i], q[i]; exit 1 } }'

# games of many players: each game touches two of them
cat > "$scratch/games.em" <<'END'
let T = 300
let N = 30000
data w[N] = array{i in N} (1 + i * i - 299 * floor(i * i / 299))
data l[N] = array{i in N} (1 + 7 * i - 300 * floor(7 * i / 300))
param p[T] > 0 init 1
minimize -sum{i} log(p[w[i]] / (p[w[i]] + p[l[i]]))
fit with iters = 3
END
code=$("$majorant" --dump=bytecode "$scratch/games.em" 2>&1)
ok "games: nothing goes over all players for each game" sh -c 'printf "%s" "$1" | grep -q "scatter_add.*l.labels" && ! printf "%s" "$1" | grep -q "{300 t}"' sh "$code"
ok "games: sums that are only added to each other are one" sh -c '[ "$(printf "%s\n" "$1" | grep "scatter_add [^1]" | grep -o "@[0-9]*" | sort -u | wc -l)" = 1 ]' sh "$code"

# factors of single entries: rows are picked once, and their products go to their places without a tile of products
awk 'BEGIN { print "u,v"; for (n = 0; n < 40000; n++) print 1 + n * 17 % 40 "," 1 + int(n / 7) % 30 }' > "$scratch/entries.csv"
cat > "$scratch/entries.em" <<'END'
data u[N] = csv("entries.csv", columns = "u")
data v[N] = csv("entries.csv", columns = "v")
data r[N] = array{n in N} (sin(n) + 2)
let U = 40
let V = 30
let R = 3
param p[U, R] init array{u in U, k in R} sin(u * k)
param q[V, R] init array{v in V, k in R} cos(v + k)
minimize sum{n} (r[n] - sum{k} p[u[n], k] * q[v[n], k])^2 + sum{a, k} p[a, k]^2 + sum{b, k} q[b, k]^2
fit with iters = 3
END
code=$("$majorant" --dump=bytecode "$scratch/entries.em" 2>&1)
like "entries: outer products are scattered from their factors" "$code" '\{3 3 t\}.*scatter_add %[0-9]+<1 0 1>, %[0-9]+, u.labels'
ok "entries: rows are picked once, by the step of p and by that of q" sh -c '[ "$(printf "%s\n" "$1" | grep -c "= gather")" = 4 ]' sh "$code"

# zero-inflated counts: where data are 0 the term does not move with them, elsewhere it is that of the counts alone
cat > "$scratch/inflated.em" <<'END'
let N = 2000
let D = 5
let K = 3
data y[N, D] = array{n in N, d in D} (if sin(7 * n + d) > 0.1 then 1 + 2000 * (d == 2) else 0)
param w[K] in simplex init 1 / K
param q[K, D] in (0, 1) init 0.2
param l[K, D] > 0 init array{k in K, d in D} (k + d)
minimize -sum{i} log sum{k} w[k] * prod{d} (q[k, d] * (y[i, d] == 0) + (1 - q[k, d]) * poisson(y[i, d] | l[k, d]))
fit with iters = 5
let slowly = -sum{i} log sum{k} w[k] * exp(sum{d} (if y[i, d] == 0 then log(q[k, d] + (1 - q[k, d]) * exp(-l[k, d])) else log(1 - q[k, d]) + y[i, d] * log(l[k, d]) - l[k, d] - lgamma(y[i, d] + 1)))
print slowly
END
code=$("$majorant" --dump=bytecode "$scratch/inflated.em" 2>&1)
ok "inflated: no exponentials for each datum and component" sh -c '! printf "%s\n" "$1" | grep -q "3 5 t}.*call exp" && printf "%s\n" "$1" | grep -q "3 5 t}.*select"' sh "$code"
out=$("$majorant" "$scratch/inflated.em" 2>&1)
like "inflated: the loss is that of its cases, also far in the tail" "$out" "^slowly = $(loss_of "$out")"

# many components: sums of blocks are combined as soon as they are there, so that few copies are held, and in the order of the blocks, so that the
# number of threads does not tell
cat > "$scratch/many.em" <<'END'
let N = 4000
let D = 8
let K = 700
data x[N, D] = array{n in N, d in D} (3 * sin(n * d) + cos(7 * n + d))
param w[K] in simplex init 1 / K
param mu[K, D] init array{k in K, d in D} x[5 * k, d]
param v[K, D] > 0 init 4
minimize -sum{n} log sum{k} w[k] * prod{d} normal(x[n, d] | mu[k, d], v[k, d])
fit with iters = 3, tol = 0
END
one=$(trace --threads 1 "$scratch/many.em")
is "many components: the same bits with 2 threads" "$(trace --threads 2 "$scratch/many.em")" "$one"
is "many components: and with 5" "$(trace --threads 5 "$scratch/many.em")" "$one"
most=$("$majorant" --time --threads 3 "$scratch/many.em" 2>&1 | sed -n 's/.* vectors, \([0-9.]*\) MB$/\1/p' | sort -n | tail -1)
ok "many components: few copies of their sums" awk -v mb="$most" 'BEGIN { exit !(mb > 0 && mb < 2.5) }'
ok "many components: statistics are used up in the pass" sh -c '! "$1" --dump=bytecode "$2" | grep -q "^out \(a_mu\|h_mu\|step_mu\|moment\|b_v\|c_v\)"' sh "$majorant" "$scratch/many.em"

# chances and their complements: one product with the data and a constant, also where chances end at 0 and 1
cat > "$scratch/bits.em" <<'END'
let N = 3000
let D = 9
let K = 3
data x[N, D] = array{n in N, d in D} (if d == 4 then 1 else if d == 7 then 0 else if sin(7 * n + d * d) > 0.3 * cos(d) then 1 else 0)
param w[K] in simplex init 1 / K
param p[K, D] in (0, 1) init array{k in K, d in D} (0.5 + 0.3 * sin(3 * k + d))
minimize -sum{i} log sum{k} w[k] * prod{d} bernoulli(x[i, d] | p[k, d])
fit with iters = 30, tol = 0
let again = -sum{i} log sum{k} w[k] * exp(sum{d} (if x[i, d] == 1 then log(p[k, d]) else log(1 - p[k, d])))
print again
END
like "bits: one product of the data with the difference of logarithms" "$("$majorant" --dump=bytecode "$scratch/bits.em" 2>&1)" '= blend'
out=$("$majorant" "$scratch/bits.em" 2>&1)
like "bits: the loss is that of its definition, with chances of 0 and 1" "$out" "^again = $(loss_of "$out")"
sed 's/(if d == 4.*/floor(5.99 * sin(7 * n + d * d)^2)/; s/prod{d} bernoulli(.*/exp(sum{d} (x[i, d] * log(p[k, d]) + (5 - x[i, d]) * log(1 - p[k, d])))/; /^let again/d; /^print again/d' "$scratch/bits.em" > "$scratch/shares.em"
printf '%s\n' 'print -sum{i} log sum{k} w[k] * prod{d} (p[k, d]^x[i, d] * (1 - p[k, d])^(5 - x[i, d]))' >> "$scratch/shares.em"
like "bits: of five as well" "$("$majorant" --dump=bytecode "$scratch/shares.em" 2>&1)" '= blend.*times 5'
out=$("$majorant" "$scratch/shares.em" 2>&1)
like "bits: of five: the loss is that of its definition" "$out" "= $(loss_of "$out")"

# regressions for each component: the products of data with themselves are weighed as they lie, so that one triangle is enough; about centres of their own, too
cat > "$scratch/lines.em" <<'END'
let N = 3000
let D = 12
let K = 3
data x[N, D] = array{n in N, d in D} sin(n * d + d)
data y[N] = array{n in N} (x[n, 2] - 2 * x[n, 5] * (1 + (sin(5 * n) > 0)) + 0.1 * cos(7 * n))
param w[K] in simplex init 1 / K
param b[K, D] init array{k in K, d in D} sin(3 * k + d)
param v[K] > 0 init 1
minimize -sum{i} log sum{k} w[k] * normal(y[i] | dot(x[i], b[k]), v[k])
fit with iters = 8, tol = 0
print -sum{i} log sum{k} w[k] * exp(-0.5 * (y[i] - sum{d} x[i, d] * b[k, d])^2 / v[k] - 0.5 * log(2 * pi * v[k]))
END
cat > "$scratch/full.em" <<'END'
let N = 3000
let D = 12
let K = 3
data x[N, D] = array{n in N, d in D} (sin(n * n * (d + 0.37)) + (d == 1 + n - 4 * floor(n / 4)))
param w[K] in simplex init 1 / K
param m[K, D] init array{k in K, d in D} sin(3 * k + d)
param S[K, D, D] in spd init eye(D)
minimize -sum{i} log sum{k} w[k] * normal(x[i] | m[k], S[k])
fit with iters = 8, tol = 0
print -sum{i} log sum{k} w[k] * exp(-0.5 * quad(x[i] - m[k], inv(S[k])) - 0.5 * logdet(S[k]) - 0.5 * D * log(2 * pi))
END
like "components: products of data are weighed as they lie" "$("$majorant" --dump=bytecode "$scratch/lines.em" 2>&1)" '@[0-9]+ A_b \+= contract x<0 [01] [01] 12>, x<0 [01] [01] 12>, %.*over t'
code=$("$majorant" --dump=bytecode "$scratch/full.em" 2>&1)
sed 's/let K = 3/let K = 24/' "$scratch/full.em" > "$scratch/manyfull.em"
like "components: a quadratic form goes by a triangle" "$code" '= quadratic %'
ok "components: differences are made again for their sums, not kept for all components" sh -c '[ "$("$1" --dump=bytecode "$2" 2>&1 | grep -c "{24 12 t} %.* = sub %")" = 2 ]' sh "$majorant" "$scratch/manyfull.em"
like "components: and those of differences" "$code" 'moment2 \+= contract %([0-9]+) .*, %\1 .*, %[0-9]+ .*over t'
for script in lines full; do
  out=$("$majorant" "$scratch/$script.em" 2>&1)
  like "components: the loss is that of its definition ($script)" "$out" "[^s] = $(loss_of "$out")\$"
  is "components: the same bits with 3 threads ($script)" "$(trace --threads 3 "$scratch/$script.em")" "$(trace --threads 1 "$scratch/$script.em")"
done

# one normal distribution, far from the origin: sums of products of data about their mean are all that is wanted of them
cat > "$scratch/normal.em" <<'END'
let N = 3000
let D = 6
data x[N, D] = array{n in N, d in D} (1e6 * d + sin(n * n * (d + 0.37)) + cos(n) * (d < 3))
param m[D] init 5
param S[D, D] in spd init 1e12 * eye(D)
minimize -sum{i} log normal(x[i] | m, S)
fit with iters = 8, tol = 0
let again = sum{i} (0.5 * quad(x[i] - m, inv(S)) + 0.5 * logdet(S) + 0.5 * D * log(2 * pi))
print again
END
code=$("$majorant" --dump=bytecode "$scratch/normal.em" 2>&1)
like "one normal: a pass over the data, once" "$code" 'pass over rows.*, once$'
ok "one normal: and no other" sh -c '! printf "%s\n" "$1" | grep "pass over rows" | grep -qv ", once$"' sh "$code"
out=$("$majorant" "$scratch/normal.em" 2>&1)
like "one normal: the loss is that of its definition" "$out" "^again = $(loss_of "$out")"
is "one normal: the same bits with 3 threads" "$(trace --threads 3 "$scratch/normal.em")" "$(trace --threads 1 "$scratch/normal.em")"

# of several blocks that are solved one after the other, the first alone yields the loss
cat > "$scratch/apart.em" <<'END'
let N = 300
let K = 2
data x[N] = array{n in N} (3 * sin(n * n))
param w[K] in simplex init 1 / K
param m[K] init array{k in K} (2 * k - 3)
param kappa[K] > 0 init 2
minimize -sum{i} log sum{k} w[k] * vonmises(x[i] | m[k], kappa[k])
fit with iters = 5, tol = 0
END
ok "blocks one after the other: one loss" sh -c '[ "$("$1" --dump=plan "$2" | grep -c "^  loss :=")" = 1 ] && [ "$("$1" --dump=plan "$2" | grep -c "^group")" -gt 1 ]' sh "$majorant" "$scratch/apart.em"

# elements that labels pick from small tables: a function of the table, rows that are added up as they are picked, sums by label that are made once
cat > "$scratch/answers.em" <<'END'
let N = 3000
let Q = 7
let K = 9
let A = 4
data x[N, Q] = array{n in N, q in Q} (1 + floor(3.99 * sin(n * n + q)^2))
param w[K] in simplex init 1 / K
param p[A | K, Q] init array{a in A, k in K, q in Q} ((1 + sin(a + 2 * k + 3 * q)^2) / (sum{b in A} (1 + sin(b + 2 * k + 3 * q)^2)))
minimize -sum{i} log sum{k} w[k] * prod{q} p[x[i, q] | k, q]
fit with iters = 10, tol = 0
let again = -sum{i} log sum{k} w[k] * exp(sum{q} log(sum{a} (a == x[i, q]) * p[a, k, q]))
print again
END
code=$("$majorant" --dump=bytecode "$scratch/answers.em" 2>&1)
like "answers: the table's logarithm, outside the pass" "$code" '\{9 7 4\} .*= call log'
like "answers: picked rows lie without gaps and are added up as they are picked" "$code" '\{9 7 t\} .*= gather @[0-9]+<1 36 0>, x.labels.* over 1'
out=$("$majorant" "$scratch/answers.em" 2>&1)
like "answers: the loss is that of its definition" "$out" "^again = $(loss_of "$out")"
is "answers: the same bits with 3 threads" "$(trace --threads 3 "$scratch/answers.em")" "$(trace --threads 1 "$scratch/answers.em")"
cat > "$scratch/classes.em" <<'END'
let N = 3000
let D = 6
let K = 5
data x[N, D] = array{n in N, d in D} sin(n * d + d)
data y[N] = array{n in N} (1 + floor(4.99 * sin(n * n)^2))
param b[K, D] init array{k in K, d in D} (0.1 * sin(k * d))
minimize sum{i} (log(sum{k} exp(dot(x[i], b[k]))) - dot(x[i], b[y[i]])) + |b|^2
fit with iters = 10, tol = 0
let again = sum{i} (log(sum{k} exp(dot(x[i], b[k]))) - sum{k} (y[i] == k) * dot(x[i], b[k])) + |b|^2
print again
END
code=$("$majorant" --dump=bytecode "$scratch/classes.em" 2>&1)
like "classes: what is linear in the picked rows needs the data once" "$code" 'scatter_add x<1 6>, _, y.labels'
ok "classes: no rows are picked in the iteration" sh -c '! printf "%s\n" "$1" | grep -q "= gather"' sh "$code"
out=$("$majorant" "$scratch/classes.em" 2>&1)
like "classes: the loss is that of its definition" "$out" "^again = $(loss_of "$out")"

done_testing
