/* gen.c: data for the benchmark.  usage: gen KIND SIZES... FOLDER
 *   blobs N D K        x[N, D] about K centres; c0[K, D]: a start near them
 *   counts N D K       x[N, D] of K Poisson profiles; c0[K, D]
 *   scores N D K       x[N, D]: whole numbers times a scale of their column, about K centres; c0[K, D]
 *   bits N D K         x[N, D] of zeros and ones of K profiles; p0[K, D]
 *   labels N D         x[N, D], y[N] of zeros and ones
 *   survival N D       x[N, D], t[N]: times, many of them equal, e[N]: 1 where one ended
 *   lines N D K        x[N, D], y[N] from K regressions; b0[K, D]
 *   games N T          w[N], l[N]: who of T players won, and who lost; p0[T] of ones
 *   matrix N M K       v[N, M] > 0; a0[N, K], b0[K, M]
 *   corpus W Y NNZ Z   n.mtx: W words by Y documents; phi0[W, Z], theta0[Z, Y]: columns that add up to 1
 *   papers W Y NNZ Z   the same with documents as rows: n.mtx: Y by W
 * Numbers depend on the place they stand at alone (Philox), so every machine makes the same files.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <Random123/philox.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *folder;

static _Noreturn void give_up(const char *what, const char *which)
{
  fprintf(stderr, "gen: %s %s\n", what, which);
  exit(1);
}

/* in (0, 1): number `at` of stream `stream` */
static double uniform(uint64_t stream, uint64_t at)
{
  philox2x64_ctr_t counter = {{ at, stream }};
  philox2x64_key_t key = {{ 20 }};
  return ((double)(philox2x64(counter, key).v[0] >> 12) + 0.5) * 0x1p-52;
}

static double normal(uint64_t stream, uint64_t at)
{
  return sqrt(-2 * log(uniform(stream, 2 * at))) * cos(2 * M_PI * uniform(stream, 2 * at + 1));
}

static long below(uint64_t stream, uint64_t at, long n) { return (long)(uniform(stream, at) * (double)n); }

static double poisson(uint64_t stream, uint64_t at, double mean)
{
  double p = exp(-mean), u = uniform(stream, at), sum = p;
  int x = 0;
  for (; u > sum && x < 1000; sum += p) p *= mean / ++x;
  return x;
}

static FILE *open_file(const char *name)
{
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *f = fopen(path, "wb");
  if (!f) give_up("cannot write", path);
  return f;
}

static void close_file(FILE *f)
{
  if (ferror(f) || fclose(f) != 0) give_up("cannot write to", folder);
}

/* columns 0: one axis. The header takes 128 bytes, so that the numbers lie on a cache line. */
static FILE *open_npy(const char *name, long rows, long columns)
{
  FILE *f = open_file(name);
  char header[119];
  int n = snprintf(header, sizeof header, "{'descr': '<f8', 'fortran_order': False, 'shape': (%ld,", rows);
  if (columns) n += snprintf(header + n, sizeof header - (size_t)n, " %ld", columns);
  n += snprintf(header + n, sizeof header - (size_t)n, "), }");
  memset(header + n, ' ', sizeof header - (size_t)n);
  header[117] = '\n';
  fwrite("\x93NUMPY\x01\x00\x76\x00", 1, 10, f);
  fwrite(header, 1, 118, f);
  return f;
}

static void put(FILE *f, const double *row, long n) { fwrite(row, sizeof *row, (size_t)n, f); }

static double *room(long n)
{
  double *a = malloc((size_t)n * sizeof *a);
  if (!a) give_up("out of", "memory");
  return a;
}

enum { CENTRE = 1, CHOICE, NOISE, START, OTHER };

/* how the entries of a kind of rows come about; `at` is the entry's place, j its column */
typedef struct Family {
  double (*centre)(uint64_t at);
  double (*draw)(double centre, uint64_t at, long j);
  double (*start)(double centre, uint64_t at, long j);
} Family;

/* x[N, D]: rows about K centres; start[K, D]: a start near the centres */
static void make_rows(const Family *family, const long *s, const char *start)
{
  long n = s[0], d = s[1], k = s[2];
  double *c = room(k * d), *row = room(d);
  for (long i = 0; i < k * d; i++) c[i] = family->centre((uint64_t)i);
  FILE *f = open_npy("x.npy", n, d);
  for (long i = 0; i < n; i++) {
    long z = below(CHOICE, (uint64_t)i, k);
    for (long j = 0; j < d; j++) row[j] = family->draw(c[z * d + j], (uint64_t)(i * d + j), j);
    put(f, row, d);
  }
  close_file(f);
  f = open_npy(start, k, d);
  for (long i = 0; i < k; i++) {
    for (long j = 0; j < d; j++) row[j] = family->start(c[i * d + j], (uint64_t)(i * d + j), j);
    put(f, row, d);
  }
  close_file(f);
  free(c);
  free(row);
}

static double blob_centre(uint64_t at) { return 2 * normal(CENTRE, at); }
static double blob(double centre, uint64_t at, long j) { return (void)j, centre + normal(NOISE, at); }
static double blob_start(double centre, uint64_t at, long j) { return (void)j, centre + 0.8 * (uniform(START, at) - 0.5); }

static double count_centre(uint64_t at) { return 1 + 4 * uniform(CENTRE, at); }
static double count(double centre, uint64_t at, long j) { return (void)j, poisson(NOISE, at, centre); }
static double count_start(double centre, uint64_t at, long j) { return (void)j, centre * (0.75 + 0.5 * uniform(START, at)); }

static double bit_centre(uint64_t at) { return 0.1 + 0.6 * uniform(CENTRE, at); }
static double bit(double centre, uint64_t at, long j) { return (void)j, uniform(NOISE, at) < centre; }

static double scale(long j) { return 0.5 + uniform(OTHER, (uint64_t)j); }
static double score(double centre, uint64_t at, long j) { return scale(j) * round(5 + centre + normal(NOISE, at)); }
static double score_start(double centre, uint64_t at, long j) { return scale(j) * (5 + blob_start(centre, at, j)); }

static const Family blobs = { blob_centre, blob, blob_start }, counts = { count_centre, count, count_start },
  bits = { bit_centre, bit, count_start }, scores = { blob_centre, score, score_start };

static void make_blobs(const long *s) { make_rows(&blobs, s, "c0.npy"); }
static void make_counts(const long *s) { make_rows(&counts, s, "c0.npy"); }
static void make_bits(const long *s) { make_rows(&bits, s, "p0.npy"); }
static void make_scores(const long *s) { make_rows(&scores, s, "c0.npy"); }

static void make_lines(const long *s)
{
  long n = s[0], d = s[1], k = s[2];
  double *b = room(k * d), *row = room(d), *from = room(k * d);
  for (long i = 0; i < k * d; i++) {
    b[i] = normal(CENTRE, (uint64_t)i);
    from[i] = b[i] + 0.5 * normal(START, (uint64_t)i);
  }
  FILE *x = open_npy("x.npy", n, d), *y = open_npy("y.npy", n, 0), *b0 = open_npy("b0.npy", k, d);
  for (long i = 0; i < n; i++) {
    const double *of = b + below(CHOICE, (uint64_t)i, k) * d;
    double t = 0;
    for (long j = 0; j < d; j++) t += of[j] * (row[j] = normal(NOISE, (uint64_t)(i * d + j)));
    t += 0.5 * normal(OTHER, (uint64_t)i);
    put(x, row, d);
    put(y, &t, 1);
  }
  put(b0, from, k * d);
  close_file(x);
  close_file(y);
  close_file(b0);
  free(b);
  free(row);
  free(from);
}

static void make_games(const long *s)
{
  FILE *w = open_npy("w.npy", s[0], 0), *l = open_npy("l.npy", s[0], 0), *p = open_npy("p0.npy", s[1], 0);
  for (long t = 0; t < s[1]; t++) put(p, &(double){ 1 }, 1);
  close_file(p);
  for (long i = 0; i < s[0]; i++) {
    long a = below(CHOICE, (uint64_t)(2 * i), s[1]), b = below(CHOICE, (uint64_t)(2 * i + 1), s[1] - 1);
    b += b >= a;
    double strength = normal(CENTRE, (uint64_t)a) - normal(CENTRE, (uint64_t)b), winner = (double)a + 1, loser = (double)b + 1;
    if (uniform(NOISE, (uint64_t)i) > 1 / (1 + exp(-strength))) { winner = (double)b + 1; loser = (double)a + 1; }
    put(w, &winner, 1);
    put(l, &loser, 1);
  }
  close_file(w);
  close_file(l);
}

/* N entries of a matrix of U rows and I columns, about a product of factors of K columns */
static void make_entries(const long *s)
{
  long n = s[0], size[2] = { s[1], s[2] }, k = s[3];
  static const char *label[] = { "u.npy", "i.npy" }, *start[] = { "p0.npy", "q0.npy" };
  double *factor[2], *row = room(k);
  FILE *f[2], *y = open_npy("r.npy", n, 0);
  for (int q = 0; q < 2; q++) {
    FILE *from = open_npy(start[q], size[q], k);
    factor[q] = room(size[q] * k);
    for (long i = 0; i < size[q]; i++) {
      for (long j = 0; j < k; j++) {
        factor[q][i * k + j] = normal(q ? OTHER : CENTRE, (uint64_t)(i * k + j));
        row[j] = 0.5 * normal(START, (uint64_t)(2 * (i * k + j) + q));
      }
      put(from, row, k);
    }
    close_file(from);
    f[q] = open_npy(label[q], n, 0);
  }
  for (long i = 0; i < n; i++) {
    double t = normal(NOISE, (uint64_t)i);
    long at[2];
    for (int q = 0; q < 2; q++) {
      at[q] = below(CHOICE, (uint64_t)(2 * i + q), size[q]);
      put(f[q], &(double){ (double)at[q] + 1 }, 1);
    }
    for (long j = 0; j < k; j++) t += factor[0][at[0] * k + j] * factor[1][at[1] * k + j];
    put(y, &t, 1);
  }
  for (int q = 0; q < 2; q++) { close_file(f[q]); free(factor[q]); }
  close_file(y);
  free(row);
}

static void make_labels(const long *s)
{
  long n = s[0], d = s[1];
  double *b = room(d), *row = room(d);
  for (long j = 0; j < d; j++) b[j] = normal(CENTRE, (uint64_t)j) / sqrt((double)d);
  FILE *x = open_npy("x.npy", n, d), *y = open_npy("y.npy", n, 0);
  for (long i = 0; i < n; i++) {
    double t = 0;
    for (long j = 0; j < d; j++) t += b[j] * (row[j] = normal(NOISE, (uint64_t)(i * d + j)));
    t = uniform(CHOICE, (uint64_t)i) < 1 / (1 + exp(-2 * t));
    put(x, row, d);
    put(y, &t, 1);
  }
  close_file(x);
  close_file(y);
  free(b);
  free(row);
}

static void make_survival(const long *s)
{
  long n = s[0], d = s[1];
  double *b = room(d), *row = room(d);
  for (long j = 0; j < d; j++) b[j] = normal(CENTRE, (uint64_t)j) / sqrt((double)d);
  FILE *x = open_npy("x.npy", n, d), *times = open_npy("t.npy", n, 0), *events = open_npy("e.npy", n, 0);
  for (long i = 0; i < n; i++) {
    double eta = 0;
    for (long j = 0; j < d; j++) eta += b[j] * (row[j] = normal(NOISE, (uint64_t)(i * d + j)));
    double t = ceil(-1000 * log(uniform(CHOICE, (uint64_t)i)) * exp(-eta)), e = uniform(OTHER, (uint64_t)i) < 0.7;
    put(x, row, d);
    put(times, &t, 1);
    put(events, &e, 1);
  }
  close_file(x);
  close_file(times);
  close_file(events);
  free(b);
  free(row);
}

static void make_matrix(const long *s)
{
  long n = s[0], m = s[1], k = s[2];
  double *a = room(k), *b = room(k * m), *row = room(m > k ? m : k);
  for (long i = 0; i < k * m; i++) b[i] = pow(uniform(CENTRE, (uint64_t)i), 3);
  FILE *v = open_npy("v.npy", n, m), *a0 = open_npy("a0.npy", n, k), *b0 = open_npy("b0.npy", k, m);
  for (long i = 0; i < n; i++) {
    for (long j = 0; j < k; j++) a[j] = pow(uniform(CHOICE, (uint64_t)(i * k + j)), 3);
    for (long j = 0; j < m; j++) {
      row[j] = 0;
      for (long z = 0; z < k; z++) row[j] += a[z] * b[z * m + j];
      row[j] *= 0.5 + uniform(NOISE, (uint64_t)(i * m + j));
    }
    put(v, row, m);
    for (long j = 0; j < k; j++) row[j] = 0.1 + uniform(START, (uint64_t)(i * k + j));
    put(a0, row, k);
  }
  for (long i = 0; i < k; i++) {
    for (long j = 0; j < m; j++) row[j] = 0.1 + uniform(OTHER, (uint64_t)(i * m + j));
    put(b0, row, m);
  }
  close_file(v);
  close_file(a0);
  close_file(b0);
  free(a);
  free(b);
  free(row);
}

static void put_columns(const char *file, uint64_t stream, long n, long columns)
{
  double *a = room(n * columns);
  for (long c = 0; c < columns; c++) {
    double sum = 0;
    for (long i = 0; i < n; i++) sum += a[i * columns + c] = 0.1 + uniform(stream, (uint64_t)(i * columns + c));
    for (long i = 0; i < n; i++) a[i * columns + c] /= sum;
  }
  FILE *f = open_npy(file, n, columns);
  put(f, a, n * columns);
  close_file(f);
  free(a);
}

static void put_corpus(const long *s, bool rows)
{
  long words = s[0], documents = s[1], per = s[2] / documents, topics = s[3];
  if (per < 1 || per > words / 2) give_up("that many entries do not fit into", "the documents");
  FILE *f = open_file("n.mtx");
  fprintf(f, "%%%%MatrixMarket matrix coordinate real general\n%ld %ld %ld\n", rows ? documents : words, rows ? words : documents, per * documents);
  char *seen = calloc((size_t)words, 1);
  if (!seen) give_up("out of", "memory");
  uint64_t at = 0;
  for (long y = 0; y < documents; y++) {
    long found = 0;
    while (found < per) {         /* frequent words come first */
      double u = uniform(CHOICE, at++);
      long w = (long)(u * u * (double)words);
      found += !seen[w];
      seen[w] = 1;
    }
    for (long w = 0; w < words; w++)
      if (seen[w]) {
        fprintf(f, "%ld %ld %d\n", 1 + (rows ? y : w), 1 + (rows ? w : y), 1 + (int)(3 * uniform(NOISE, at++)));
        seen[w] = 0;
      }
  }
  close_file(f);
  free(seen);
  put_columns("phi0.npy", START, words, topics);
  put_columns("theta0.npy", OTHER, topics, documents);
}

static void make_corpus(const long *s) { put_corpus(s, false); }
static void make_papers(const long *s) { put_corpus(s, true); }

static const struct Kind { const char *name; int sizes; void (*make)(const long *); } kinds[] = {
  { "blobs", 3, make_blobs }, { "counts", 3, make_counts }, { "scores", 3, make_scores }, { "bits", 3, make_bits }, { "labels", 2, make_labels }, { "survival", 2, make_survival }, { "games", 2, make_games }, { "entries", 4, make_entries },
  { "lines", 3, make_lines }, { "matrix", 3, make_matrix }, { "corpus", 4, make_corpus }, { "papers", 4, make_papers },
};

int main(int argc, char **argv)
{
  for (size_t i = 0; argc > 1 && i < sizeof kinds / sizeof *kinds; i++) {
    if (strcmp(argv[1], kinds[i].name) != 0) continue;
    long size[4] = {0};
    if (argc != kinds[i].sizes + 3) give_up("wrong number of sizes for", argv[1]);
    for (int j = 0; j < kinds[i].sizes; j++)
      if ((size[j] = atol(argv[j + 2])) < 1) give_up("not a size:", argv[j + 2]);
    folder = argv[argc - 1];
    kinds[i].make(size);
    return 0;
  }
  give_up("usage:", "gen KIND SIZES... FOLDER");
}
