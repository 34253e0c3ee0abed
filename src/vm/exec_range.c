/* exec_range.c: sums over comparisons. Elements stand in the order of their keys, so that all that compare alike are a range of
 * places, and the sums over all ranges together cost one walk through the elements.
 *
 * Ranges that end on one side at the end of the order want running sums. Other ranges are put together, without a difference
 * that could cancel: from the place to the end of its block, from the start of its block to the place, and of whole blocks
 * between in the same way, level by level. Sums that go to elements are the same steps backwards. Within a block and between
 * blocks the order of additions is fixed, and short chains keep rounding small.
 *
 * Exponents are taken about the greatest; those far below it, which would underflow beside it, make a band of their own
 * with a greatest of its own.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vm/internal.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { A = SRC, B = SRC + 1, C = SRC + 2, ORDER = SRC + 3, FROM = SRC + 4, TO = SRC + 5, FAN = 32, WIDE = 8, LEVELS = 8 };
static const double band = 600;                     /* exp(-600) times what is summed is far from underflow */

/* ---- order and places ---- */

typedef struct Keys { const double *a, *b; int64_t sa, sb; } Keys;

static int by_keys(const void *x, const void *y, void *context)
{
  const Keys *k = context;
  int32_t i = *(const int32_t *)x, j = *(const int32_t *)y;
  double u = k->a[i * k->sa], v = k->a[j * k->sa];
  if (u != v) return u < v ? -1 : 1;
  u = k->b ? k->b[i * k->sb] : 0;
  v = k->b ? k->b[j * k->sb] : 0;
  return u != v ? (u < v ? -1 : 1) : (i > j) - (i < j);
}

static void run_order(Call *c)
{
  const Loop *l = &c->step->loop[0];
  int32_t *to = c->p[0].i;
  Keys keys = { c->p[A].f, c->p[B].f, l->stride[A], l->stride[B] };
  for (int64_t k = 0; k < l->size; k++) to[k] = (int32_t)k;
  qsort_r(to, (size_t)l->size, sizeof *to, by_keys, &keys);
}

static void run_place(Call *c)
{
  const Step *t = c->step;
  const Loop *to = &t->loop[0], *l = &t->loop[1];
  const int32_t *order = c->p[C].i;
  bool above = t->instr->power;                     /* what is equal counts as well */
  for (int64_t q = 0; q < to->size; q++) {
    double u = c->p[ORDER].f[q * to->stride[ORDER]], v = c->p[FROM].f ? c->p[FROM].f[q * to->stride[FROM]] : 0;
    int64_t lo = 0, hi = l->size;
    while (lo < hi) {
      int64_t mid = (lo + hi) / 2, k = order[mid];
      double x = c->p[A].f[k * l->stride[A]], y = c->p[B].f ? c->p[B].f[k * l->stride[B]] : 0;
      bool less = x != u ? x < u : y != v ? y < v : above;
      if (less) lo = mid + 1; else hi = mid;
    }
    c->p[0].i[q] = (int32_t)lo;
  }
}

/* ---- running sums of rows of w numbers, in place: of all before and at, or of all at and behind ---- */

static inline __attribute__((always_inline)) void rows_add(int64_t w, double *to, const double *x) { for (int64_t j = 0; j < w; j++) to[j] += x[j]; }

/* `room`: a FAN-th of x, and so on */
static inline __attribute__((always_inline)) void running_of(int64_t w, int64_t n, double *x, bool behind, double *room, void deeper(int64_t, int64_t, double *, bool, double *))
{
  int64_t blocks = (n + FAN - 1) / FAN;
  for (int64_t b = 0; b < blocks; b++) {
    int64_t lo = b * FAN, hi = lo + FAN < n ? lo + FAN : n;
    if (behind) for (int64_t k = hi - 1; k-- > lo;) rows_add(w, x + k * w, x + (k + 1) * w);
    else for (int64_t k = lo + 1; k < hi; k++) rows_add(w, x + k * w, x + (k - 1) * w);
    for (int64_t j = 0; j < w; j++) room[b * w + j] = x[(behind ? lo : hi - 1) * w + j];
  }
  if (blocks == 1) return;
  deeper(w, blocks, room, behind, room + blocks * w);
  for (int64_t b = 0; b < blocks; b++) {
    if (behind ? b == blocks - 1 : b == 0) continue;
    const double *rest = room + (behind ? b + 1 : b - 1) * w;
    for (int64_t k = b * FAN; k < (b + 1) * FAN && k < n; k++) rows_add(w, x + k * w, rest);
  }
}

static void running(int64_t w, int64_t n, double *x, bool behind, double *room)
{
  if (w == 1) running_of(1, n, x, behind, room, running);
  else if (w == WIDE) running_of(WIDE, n, x, behind, room, running);
  else running_of(w, n, x, behind, room, running);
}

/* ---- ranges with two ends: rows by level; a row of the next level is the sum of a block ---- */

typedef struct Tree { int levels; int64_t w, n[LEVELS]; double *own[LEVELS], *behind[LEVELS], *before[LEVELS]; } Tree;

static int64_t block_end(const Tree *t, int l, int64_t k) { return (k / FAN + 1) * FAN < t->n[l] ? (k / FAN + 1) * FAN : t->n[l]; }

static Tree tree_in(double *room, int64_t n, int64_t w)
{
  Tree t = { .w = w };
  for (;; n = (n + FAN - 1) / FAN) {
    int l = t.levels++;
    t.n[l] = n;
    t.own[l] = room;
    t.behind[l] = room + n * w;
    t.before[l] = room + 2 * n * w;
    room += 3 * n * w;
    if (n <= FAN) return t;
  }
}

static int64_t tree_rows(int64_t n) { int64_t rows = 3 * n; while (n > FAN) { n = (n + FAN - 1) / FAN; rows += 3 * n; } return rows; }

/* from the rows of level 0 */
static void tree_fill(Tree *t)
{
  int64_t w = t->w;
  for (int l = 0; l < t->levels; l++) {
    memcpy(t->behind[l], t->own[l], (size_t)(t->n[l] * w) * sizeof(double));
    memcpy(t->before[l], t->own[l], (size_t)(t->n[l] * w) * sizeof(double));
    for (int64_t k = t->n[l] - 1; k-- > 0;) if (k / FAN == (k + 1) / FAN) rows_add(w, t->behind[l] + k * w, t->behind[l] + (k + 1) * w);
    for (int64_t k = 1; k < t->n[l]; k++) if (k % FAN) rows_add(w, t->before[l] + k * w, t->before[l] + (k - 1) * w);
    if (l + 1 < t->levels) for (int64_t b = 0; b < t->n[l + 1]; b++) memcpy(t->own[l + 1] + b * w, t->behind[l] + b * FAN * w, (size_t)w * sizeof(double));
  }
}

/* the rows that make up lo <= k < hi, each to sum, or sum to each of them */
static void tree_range(Tree *t, int64_t lo, int64_t hi, double *sum, bool backwards)
{
  int64_t w = t->w;
  for (int l = 0; lo < hi; l++) {
    if (lo / FAN == (hi - 1) / FAN) {
      double *at = hi == block_end(t, l, lo) ? t->behind[l] + lo * w : lo % FAN == 0 ? t->before[l] + (hi - 1) * w : NULL;
      if (at) rows_add(w, backwards ? at : sum, backwards ? sum : at);
      else for (int64_t k = lo; k < hi; k++) { double *x = t->own[l] + k * w; rows_add(w, backwards ? x : sum, backwards ? sum : x); }
      return;
    }
    double *first = t->behind[l] + lo * w, *last = t->before[l] + (hi - 1) * w;
    rows_add(w, backwards ? first : sum, backwards ? sum : first);
    rows_add(w, backwards ? last : sum, backwards ? sum : last);
    lo = lo / FAN + 1;
    hi = (hi - 1) / FAN;
  }
}

/* what tree_range put down, to the rows of level 0 */
static void tree_spread(Tree *t)
{
  int64_t w = t->w;
  for (int l = t->levels; l-- > 0;) {
    for (int64_t k = 1; k < t->n[l]; k++) if (k % FAN) rows_add(w, t->behind[l] + k * w, t->behind[l] + (k - 1) * w);
    for (int64_t k = t->n[l] - 1; k-- > 0;) if (k / FAN == (k + 1) / FAN) rows_add(w, t->before[l] + k * w, t->before[l] + (k + 1) * w);
    for (int64_t k = 0; k < t->n[l]; k++) {
      rows_add(w, t->own[l] + k * w, t->behind[l] + k * w);
      rows_add(w, t->own[l] + k * w, t->before[l] + k * w);
      if (l + 1 < t->levels) rows_add(w, t->own[l] + k * w, t->own[l + 1] + k / FAN * w);
    }
  }
}

/* ---- the sum ---- */

/* loops: ranges, elements, other batch loops (nkept), the loop of a strip of w columns */
typedef struct Sums {
  Call *c;
  const Loop *from, *to;                            /* what is summed; what it goes to */
  bool to_ranges, two_ends;
  int64_t elements, w;
  double top;                                       /* of this band's exponents */
  const double *after;                              /* c */
  double *weight, *scale;                           /* exp(b - top) in the order in which it is read; exp(top + c) */
  double *room;
} Sums;

static int64_t place_lo(const Sums *s, int64_t q) { return s->c->p[FROM].i ? s->c->p[FROM].i[q] : 0; }
static int64_t place_hi(const Sums *s, int64_t q) { return s->c->p[TO].i ? s->c->p[TO].i[q] : s->elements; }

static int64_t from_at(const Sums *s, int64_t k) { return s->to_ranges ? s->c->p[ORDER].i[k] : k; }
static int64_t to_at(const Sums *s, int64_t k) { return s->to_ranges ? k : s->c->p[ORDER].i[k]; }

/* the next band of exponents below `limit`: their weights and scales; false: there is none. Infinities and what is no number
 * belong to the first. */
static bool next_band(Sums *s, const Walk *w, double limit)
{
  bool first = limit == INFINITY;
  const double *b = s->c->p[B].f ? s->c->p[B].f + w->offset[B] : NULL, *c = s->c->p[C].f ? s->c->p[C].f + w->offset[C] : NULL;
  MapKernel *vexp = s->c->worker->machine->vec->call[KERNEL_exp];
  s->top = 0;
  s->after = c;
  if (!b && !first) return false;
  if (b) {
    s->top = -INFINITY;
    for (int64_t k = 0; k < s->from->size; k++) {
      double x = b[from_at(s, k) * s->from->stride[B]];
      bool counts = s->to_ranges || place_lo(s, k) < place_hi(s, k);
      s->weight[k] = !counts || x > limit || (!first && !(x <= limit)) ? -INFINITY : x;
      if (isfinite(s->weight[k]) && x > s->top) s->top = x;
    }
    if (s->top == -INFINITY && !first) return false;
    if (s->top == -INFINITY) s->top = 0;
    for (int64_t k = 0; k < s->from->size; k++) s->weight[k] = s->weight[k] <= s->top - band ? -INFINITY : s->weight[k] - s->top;
    vexp(s->from->size, s->weight, s->weight, 1, s->weight, 1, s->weight, 1);
  }
  if (s->c->step->instr->power) return true;
  for (int64_t k = 0; c && k < s->to->size; k++) s->scale[k] = s->top + c[to_at(s, k) * s->to->stride[C]];
  if (c) vexp(s->to->size, s->scale, s->scale, 1, s->scale, 1, s->scale, 1);
  return true;
}

/* the w numbers that the k-th of what is summed brings */
static inline __attribute__((always_inline)) void row_of(const Sums *s, int64_t w, const double *a, int64_t step, int64_t k, double *to, bool add)
{
  const double *x = a ? a + from_at(s, k) * s->from->stride[A] : NULL;
  double e = s->c->p[B].f ? s->weight[k] : 1;
  for (int64_t j = 0; j < w; j++) {
    double v = !x ? e : x[j * step] == 0 || e == 0 ? 0 : x[j * step] * e;
    to[j] = add ? to[j] + v : v;
  }
}

static inline __attribute__((always_inline)) void row_to(const Sums *s, int64_t w, double *r, int64_t step, int64_t k, const double *sum, bool first)
{
  double *to = r + to_at(s, k) * s->to->stride[0];
  const double *c = s->after;
  bool logs = s->c->step->instr->power, plain = !c && s->top == 0;
  double scale = logs || plain ? 1 : c ? s->scale[k] : exp(s->top);
  for (int64_t j = 0; j < w; j++) {
    double v = sum[j];
    if (!logs) {
      v = v == 0 ? 0 : v * scale;
      to[j * step] = first ? v : to[j * step] + v;
    } else {
      v = log(v) + s->top;
      if (c) v += c[to_at(s, k) * s->to->stride[C]];
      double old = first ? -INFINITY : to[j * step], high = old > v ? old : v;
      to[j * step] = old == -INFINITY || isnan(v) ? v : v == -INFINITY ? old : high + log1p(exp(old > v ? v - old : old - v));
    }
  }
}

/* w columns of one band; a and r where they begin */
static inline __attribute__((always_inline)) void strip_of(const Sums *s, int64_t w, const double *a, int64_t sa, double *r, int64_t sr, bool first)
{
  static const double none[WIDE];
  int64_t n = s->elements;
  double *x = s->room, sum[WIDE];
  if (!s->two_ends) {                               /* at and behind the lower end, or before the upper one */
    bool low = s->c->p[FROM].i != NULL;
    if (s->to_ranges) {
      for (int64_t k = 0; k < n; k++) row_of(s, w, a, sa, k, x + k * w, false);
      running(w, n, x, low, x + n * w);
      for (int64_t q = 0; q < s->to->size; q++) {
        int64_t at = low ? place_lo(s, q) : place_hi(s, q) - 1;
        row_to(s, w, r, sr, q, at < 0 || at >= n ? none : x + at * w, first);
      }
      return;
    }
    memset(x, 0, (size_t)(n * w) * sizeof *x);
    for (int64_t q = 0; q < s->from->size; q++) {
      int64_t at = low ? place_lo(s, q) : place_hi(s, q) - 1;
      if (at >= 0 && at < n) row_of(s, w, a, sa, q, x + at * w, true);
    }
    running(w, n, x, !low, x + n * w);
    for (int64_t k = 0; k < n; k++) row_to(s, w, r, sr, k, x + k * w, first);
    return;
  }
  Tree t = tree_in(x, n, w);
  if (s->to_ranges) {
    for (int64_t k = 0; k < n; k++) row_of(s, w, a, sa, k, x + k * w, false);
    tree_fill(&t);
    for (int64_t q = 0; q < s->to->size; q++) {
      for (int64_t j = 0; j < w; j++) sum[j] = 0;
      tree_range(&t, place_lo(s, q), place_hi(s, q), sum, false);
      row_to(s, w, r, sr, q, sum, first);
    }
    return;
  }
  memset(x, 0, (size_t)(tree_rows(n) * w) * sizeof *x);
  for (int64_t q = 0; q < s->from->size; q++) {
    row_of(s, w, a, sa, q, sum, false);
    tree_range(&t, place_lo(s, q), place_hi(s, q), sum, true);
  }
  tree_spread(&t);
  for (int64_t k = 0; k < n; k++) row_to(s, w, r, sr, k, x + k * w, first);
}

static void run_range_sum(Call *c)
{
  const Step *t = c->step;
  const Loop *strip = &t->loop[t->nloops - 1];
  bool to_ranges = t->loop[1].reduced;
  Sums s = { .c = c, .to_ranges = to_ranges, .from = &t->loop[to_ranges], .to = &t->loop[!to_ranges], .elements = t->loop[1].size,
             .two_ends = c->p[FROM].i && c->p[TO].i, .weight = t->prepared };
  s.scale = s.weight + s.from->size;
  s.room = s.scale + s.to->size;
  Walk w = { 0 };
  do {
    bool first = true;
    for (double limit = INFINITY; next_band(&s, &w, limit); limit = s.top - band, first = false)
      for (int64_t at = 0; at < strip->size; at += WIDE) {
        int64_t wide = strip->size - at < WIDE ? strip->size - at : WIDE;
        const double *a = c->p[A].f ? c->p[A].f + w.offset[A] + at * strip->stride[A] : NULL;
        double *r = c->p[0].f + w.offset[0] + at * strip->stride[0];
        if (wide == 1) strip_of(&s, 1, a, 0, r, 0, first);
        else if (wide == WIDE) strip_of(&s, WIDE, a, strip->stride[A], r, strip->stride[0], first);
        else strip_of(&s, wide, a, strip->stride[A], r, strip->stride[0], first);
      }
  } while (walk_next(&w, t->loop + 2, t->nloops - 3, c->m));
}

/* loops: ranges, elements, batch; columns of a strip last: with the same exponents, near to each other */
bool load_range(Machine *m, Step *t)
{
  (void)m;
  if (t->instr->op == OP_ORDER) { t->run = run_order; return true; }
  if (t->instr->op == OP_PLACE) { t->run = run_place; return true; }
  int in = -1, near = t->instr->src[0].reg ? A : 0;
  for (int j = 2; j < t->nloops; j++) {
    const Loop *l = &t->loop[j];
    if (l->stride[B] == 0 && l->stride[C] == 0 && l->size > 1 && (in < 0 || llabs(l->stride[near]) < llabs(t->loop[in].stride[near]))) in = j;
  }
  Loop strip = { .size = 1 };
  if (in >= 0) {
    strip = t->loop[in];
    for (int j = in; j + 1 < t->nloops; j++) t->loop[j] = t->loop[j + 1];
    t->nloops--;
  }
  t->loop[t->nloops++] = strip;
  int64_t n = t->loop[1].size, w = strip.size < WIDE ? strip.size : WIDE, rows = t->instr->src[4].reg && t->instr->src[5].reg ? tree_rows(n) : n + n / (FAN - 1) + LEVELS;
  t->prepared_count = t->loop[0].size + n + rows * w;
  t->run = run_range_sum;
  return true;
}
