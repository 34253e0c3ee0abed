/* nearest.c: the nearest of many points for each row of bound data, with bounds that are kept from run to run.
 *
 * For each row: a, the point that was nearest, and u, a number below its distance from every other one. When the points have
 * moved by m[k], u less the greatest m[k] of the others is below their distances again (Hamerly's bound); so is half the
 * distance from c[a] to the point next to it, less nothing, for a row within that distance (the triangle inequality twice).
 * If the distance from c[a] is below one of them by more than rounding can hide, a is still the nearest. Other rows are
 * compared with all points, by a matrix product about the points' mean as in sqdist.c.
 *
 * The least distance is in either case that of the row and its point, term by term: results do not depend on the bounds, nor
 * on what ran before.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vm/internal.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { A = SRC, B = SRC + 1, LOT = 1024 };

typedef struct Contraction {
  int64_t points, length, row_stride;      /* K, D; numbers from row to row of the data */
  int64_t first, rows;                     /* of the pass */
  int known;                               /* Machine.bindings when the bounds became those of the points in `last`; 0: they are not */
  int32_t *nearest; double *below;         /* a and u, by row */
  double *last;                            /* [K][D]: the points of the last run */
  double *moved, *apart;                   /* [K]: the greatest way of the others; half the distance to the next point */
  double reach, slack;                     /* the points' greatest distance from their mean; what rounding may do, relative */
} Nearest;

static const double *point(const Step *t, const double *b, int64_t k, int64_t j)
{
  return b + k * t->loop[0].stride[B] + j * t->loop[1].stride[B];
}

static double way(int64_t n, const double *a, const double *b)
{
  double s = 0;
  for (int64_t j = 0; j < n; j++) s += (a[j] - b[j]) * (a[j] - b[j]);
  return sqrt(s);
}

/* how far each row's other points have come nearer at most */
static void find_moves(Nearest *q, const double *now)
{
  double most = 0, second = 0;
  int64_t who = 0;
  for (int64_t k = 0; k < q->points; k++) {
    double m = way(q->length, q->last + k * q->length, now + k * q->length);
    if (isnan(m)) m = INFINITY;
    if (m > most) { second = most; most = m; who = k; }
    else if (m > second) second = m;
  }
  for (int64_t k = 0; k < q->points; k++) q->moved[k] = k == who ? second : most;
}

static void find_apart(Nearest *q, const double *now)
{
  bool dear = q->points > q->rows / 16;                   /* K * K distances against N */
  for (int64_t k = 0; k < q->points; k++) q->apart[k] = dear ? 0 : INFINITY;
  for (int64_t k = 0; !dear && k < q->points; k++)
    for (int64_t m = 0; m < k; m++) {
      double h = 0.5 * way(q->length, now + k * q->length, now + m * q->length);
      if (isnan(h)) h = 0;                                /* a point that is no number wins or loses as it comes: no bounds */
      if (h < q->apart[k]) q->apart[k] = h;
      if (h < q->apart[m]) q->apart[m] = h;
    }
}

/* prepared: [K][D + 2] for the matrix product, the mean [D], the points themselves [K][D] */
static void prepare(Machine *m, const Step *t)
{
  Nearest *q = t->contraction;
  int64_t n = q->points, d = q->length, ld = d + 2;
  const double *b = machine_whole(m, &t->operand[B]).f;
  double *left = t->prepared, *mean = left + n * ld, *now = mean + d;
  memset(mean, 0, (size_t)d * sizeof *mean);
  for (int64_t k = 0; k < n; k++) for (int64_t j = 0; j < d; j++) mean[j] += now[k * d + j] = *point(t, b, k, j);
  for (int64_t j = 0; j < d; j++) { mean[j] /= (double)n; if (!isfinite(mean[j])) mean[j] = 0; }
  q->reach = 0;
  for (int64_t k = 0; k < n; k++) {
    double s = 0;
    for (int64_t j = 0; j < d; j++) {
      double x = now[k * d + j] - mean[j];
      s += x * x;
      left[k * ld + j] = -2 * x;
    }
    left[k * ld + d] = s;
    left[k * ld + d + 1] = 1;
    if (!(sqrt(s) <= q->reach)) q->reach = sqrt(s);
  }
  if (q->known == m->bindings) find_moves(q, now);
  else for (int64_t k = 0; k < n; k++) q->moved[k] = INFINITY;
  find_apart(q, now);
  q->known = m->bindings;
  memcpy(q->last, now, (size_t)(n * d) * sizeof *now);
}

/* rows from[0 .. count) of the tile against all points: nearest, and the bound of the others */
static void compare_all(Call *c, int64_t count, const int32_t *from)
{
  const Step *t = c->step;
  const Nearest *q = t->contraction;
  const VectorKernels *v = c->worker->machine->vec;
  int64_t d = q->length, ld = d + 2, width = v->panel, n = q->points;
  const double *left = t->prepared, *mean = left + n * ld;
  double *panel = c->worker->scratch, *rows = panel + ld * width, *out = rows + d * width, *best = out + n * width, *second = best + width, *at = second + width;
  int32_t *nearest = q->nearest + (c->row0 - q->first);
  double *below = q->below + (c->row0 - q->first);
  for (int64_t lo = 0; lo < count; lo += width) {
    int64_t len = count - lo < width ? count - lo : width;
    for (int64_t i = 0; i < len; i++) memcpy(rows + i * d, c->p[A].f + from[lo + i] * q->row_stride, (size_t)d * sizeof *rows);
    v->transpose(len, d, panel, width, rows, d);
    v->center(d, len, panel, width, mean, panel + (d + 1) * width);
    for (int64_t i = 0; i < len; i++) panel[d * width + i] = 1;
    v->gemm_rows(n, len, ld, 1, left, ld, 1, panel, width, out, width, false, 0);
    for (int64_t i = 0; i < len; i++) { best[i] = out[i]; second[i] = INFINITY; at[i] = 0; }
    for (int64_t k = 1; k < n; k++) v->argmin2_row(len, out + k * width, (double)k, best, at, second);
    for (int64_t i = 0; i < len; i++) {
      double far = sqrt(panel[(d + 1) * width + i]) + q->reach, low = second[i] - q->slack * far * far;
      nearest[from[lo + i]] = (int32_t)at[i];
      below[from[lo + i]] = low > 0 ? sqrt(low) : 0;
    }
  }
}

static void run(Call *c)
{
  const Step *t = c->step;
  const Nearest *q = t->contraction;
  const VectorKernels *v = c->worker->machine->vec;
  const double *now = t->prepared + q->points * (q->length + 2) + q->length;
  int32_t *nearest = q->nearest + (c->row0 - q->first), ask[LOT];
  double *below = q->below + (c->row0 - q->first), square[LOT];
  bool fresh = !(q->moved[0] < INFINITY);
  for (int64_t lo = 0; lo < c->m; lo += LOT) {
    int64_t len = c->m - lo < LOT ? c->m - lo : LOT, asked = 0;
    if (!fresh) v->rows_sqdist(len, q->length, square, c->p[A].f + lo * q->row_stride, q->row_stride, now, nearest + lo);
    for (int64_t i = lo; i < lo + len; i++) {
      if (!fresh) {
        double d = sqrt(square[i - lo]), far = d + 2 * q->reach, u = below[i] - q->moved[nearest[i]];
        u -= 4 * DBL_EPSILON * (below[i] + q->moved[nearest[i]]);
        below[i] = u;
        double bound = u > q->apart[nearest[i]] ? u : q->apart[nearest[i]];
        if (square[i - lo] + q->slack * far * far < bound * bound && bound > 0) continue;
      }
      ask[asked++] = (int32_t)i;
    }
    if (asked) {
      compare_all(c, asked, ask);
      v->rows_sqdist(len, q->length, square, c->p[A].f + lo * q->row_stride, q->row_stride, now, nearest + lo);
    }
    if (c->p[0].i) memcpy(c->p[0].i + lo, nearest + lo, (size_t)len * sizeof *nearest);
    if (c->p[1].f) memcpy(c->p[1].f + lo, square, (size_t)len * sizeof *square);
  }
}

bool load_nearest(Machine *m, Step *t)
{
  Nearest *q = ARENA_NEW(m->arena, Nearest);
  const Section *s = &m->program->section[t->section];
  *q = (Nearest){ .points = t->loop[0].size, .length = t->loop[1].size, .row_stride = t->loop[2].stride[A], .first = s->lo, .rows = s->hi - s->lo };
  q->slack = 8 * DBL_EPSILON * (double)(q->length + 8);
  t->contraction = q;
  int64_t bounds = q->rows + (q->rows + 1) / 2, n = q->points;
  t->prepared_count = n * (q->length + 2) + q->length + n * q->length;
  t->scratch = (2 * q->length + 2 + n + 3) * m->vec->panel;
  t->kept = aligned_alloc(64, (size_t)((bounds + n * q->length + 2 * n) * 8 + 127) / 64 * 64);
  if (!t->kept) return false;
  m->bytes += (size_t)(bounds + n * q->length + 2 * n) * 8;
  q->below = t->kept;
  q->last = q->below + q->rows;
  q->moved = q->last + n * q->length;
  q->apart = q->moved + n;
  q->nearest = (int32_t *)(q->apart + n);
  t->prepare = prepare;
  t->run = run;
  return true;
}
