#!/bin/sh
# sparse.sh: sparse data stream, with documents as columns or as rows: no dense copy, no array over data and components, in memory
# that either would burst (RLIMIT_DATA, as in mapped.sh); and both orders come to the same.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/tap.sh"

program=$(realpath "$majorant")
limit=64000                               # kB; dense, the data would have 144 MB; 120000 documents x 40 components have 38 MB
OPENBLAS_NUM_THREADS=1
export OPENBLAS_NUM_THREADS

limited () { (ulimit -d $limit && timeout 60 "$program" --threads 2 "$@" 2>&1) | head -n 1; }

if ! (ulimit -d $limit) 2>/dev/null || [ "$(limited -e 1)" != "1 = 1" ]; then
  skip "sparse data in little memory" "no limit of memory here, or a program that needs more by itself"
  done_testing
  exit
fi

# 120000 documents of 4 of 150 words, each count under both names of its place
awk -v rows="$scratch/rows.mtx" -v columns="$scratch/columns.mtx" -v labels="$scratch/t.csv" 'BEGIN {
  srand(7); documents = 120000; words = 150; per = 4
  print "%%MatrixMarket matrix coordinate real general" >rows; print "%%MatrixMarket matrix coordinate real general" >columns
  print documents, words, documents * per >rows; print words, documents, documents * per >columns
  print "t" >labels
  for (y = 1; y <= documents; y++) {
    z = int(3 * rand()); at = int(rand() * 7)
    print (rand() < 0.2 + 0.3 * z) + 0 >labels
    for (j = 0; j < per; j++) { w = 1 + (z * 40 + at) % words; at += 1 + int(9 * rand()); c = 0.1 + rand(); print y, w, c >rows; print w, y, c >columns }
  } }'
awk -v K=40 -v W=150 'BEGIN { srand(3); for (w = 0; w < W; w++) for (k = 0; k < K; k++) printf "%.6f%s", rand(), k + 1 < K ? "," : "\n" }' >"$scratch/start.csv"

cat >"$scratch/mixture.em" <<'EOF'
data n[Y, W] = mtx("rows.mtx")
let K = 40
param p[K] in simplex
param phi[W | K]
minimize -sum{y} log sum{k} p[k] * exp(sum{w} n[y, w] * log phi[w | k])
fit with iters = 4, tol = 0, seed = 1
EOF
cat >"$scratch/kmeans.em" <<'EOF'
data n[Y, W] = mtx("rows.mtx")
data start[W, K] = csv("start.csv")
param c[W, K] init start
minimize sum{y} min{k} sum{w} (n[y, w] - c[w, k])^2
fit with iters = 4, tol = 0
EOF
cat >"$scratch/logistic.em" <<'EOF'
data n[Y, W] = mtx("rows.mtx")
data t[Y] = csv("t.csv")
param b[W] init 0
minimize sum{y} (log(1 + exp(sum{w} n[y, w] * b[w])) - t[y] * sum{w} n[y, w] * b[w]) + 0.5 * sum{w} b[w]^2
fit with iters = 4, tol = 0
EOF
cat >"$scratch/classes.em" <<'EOF'
data n[Y, W] = mtx("rows.mtx")
data t[Y] = csv("t.csv")
let K = 3
param b[W, K] init 0
minimize sum{y} (log sum{k} exp(sum{w} n[y, w] * b[w, k]) - sum{w} n[y, w] * b[w, t[y] + 1]) + 0.5 * sum{w, k} b[w, k]^2
fit with iters = 4, tol = 0
EOF
# LAPACK asks for buffers that are larger than these data, and waits for ever where it gets none: no limit for the last two
free () { timeout 60 "$program" --threads 2 "$@" 2>&1 | head -n 1; }
for model in mixture kmeans logistic classes; do
  case $model in mixture | kmeans) run=limited ;; *) run=free ;; esac
  sed 's/n\[Y, W\] = mtx("rows.mtx")/n[W, Y] = mtx("columns.mtx")/; s/n\[y, w\]/n[w, y]/g' "$scratch/$model.em" >"$scratch/$model-columns.em"
  rows=$($run "$scratch/$model.em")
  like "$model: documents as rows" "$rows" '^loss = [-0-9.e+]* after 4 iterations'
  is "$model: documents as columns" "$($run "$scratch/$model-columns.em")" "$rows"
  for order in "" -columns; do
    is "$model$order: no dense copy" "$("$program" --dump=plan "$scratch/$model$order.em" 2>&1 | grep -c 'copied in full')" 0
  done
done

# parameters larger than the data, 19 MB for each array of their size: no more than two points, two to go back to, and what makes the next
# one may be held
cat >"$scratch/topics.em" <<'EOF'
data n[W, Y] = mtx("columns.mtx")
let Z = 20
param phi[W | Z]
param theta[Z | Y]
minimize -sum{w, y} n[w, y] * log sum{z} phi[w | z] * theta[z | y]
fit with iters = 4, tol = 0, seed = 1
EOF
limit=180000
like "topics: few arrays of the size of the parameters" "$(limited "$scratch/topics.em")" '^loss = [-0-9.e+]* after 4 iterations'

# a plan that cannot do without one says so
sed 's/^minimize.*/minimize sum{y, w} (n[t[y] + 1, w] - b[w, 1])^2/' "$scratch/classes.em" >"$scratch/copy.em"
like "a dense copy is told" "$("$program" --dump=plan "$scratch/copy.em" 2>&1)" '^n is copied in full, 144 MB'
done_testing
