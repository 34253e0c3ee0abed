#!/bin/sh
# mapped.sh: numbers in an .npy file as the machine reads them stay there: a fit needs memory for its tiles, not for its data. The
# limit (RLIMIT_DATA) counts memory of the program's own, not files that are mapped for reading.
# SPDX-License-Identifier: GPL-3.0-or-later
. "${srcdir:-.}/tests/tap.sh"

program=$(realpath "$majorant")
programs=$(dirname "$program")/tests/bench/bin
limit=40000                               # kB; the data have 96 MB
OPENBLAS_NUM_THREADS=1
export OPENBLAS_NUM_THREADS

# OpenBLAS waits for ever where it gets no memory
limited () { (ulimit -d $limit && timeout 60 "$program" --threads 2 "$@" 2>&1); }

if ! (ulimit -d $limit) 2>/dev/null || [ "$(limited -e 1)" != "1 = 1" ]; then
  skip "fits in little memory" "no limit of memory here, or a program that needs more by itself"
  done_testing
  exit
fi

"$programs/gen" blobs 1500000 8 4 "$scratch"
for model in kmeans diagonal kmedians; do
  sed 's/iters = 20/iters = 2/' "$srcdir/tests/bench/models/$model.em" >"$scratch/$model.em"
  like "$model: 96 MB of data in 40 MB of memory" "$(limited "$scratch/$model.em")" '^loss = [-0-9.e+]* after 2 iterations'
done

# the same numbers with their bytes turned round have to be read into memory
{ head -c 128 "$scratch/x.npy" | sed "s/'<f8'/'>f8'/"; tail -c +129 "$scratch/x.npy"; } >"$scratch/turned.npy"
like "numbers of another byte order are not mapped" "$(limited --data x="$scratch/turned.npy" "$scratch/kmeans.em")" 'not enough memory'
done_testing
