/* exec_range.c: sums over comparisons. Elements stand in the order of their keys, so that all that compare alike are a range of
 * places, and the sums over all ranges together cost one walk through the elements.
 *
 * Ranges that end on one side at the end of the order want running sums. Other ranges are put together, without a difference
 * that could cancel: from the place to the end of its block, from the start of its block to the place, and of whole blocks
 * between in the same way, level by level. Sums that go to elements are the same steps backwards. Within a block and between
 * blocks the order of additions is fixed, and short chains keep rounding small.
 *
 * Exponents are taken about the greatest. Where some are so far below it that they would underflow beside it, each sum has a
 * greatest exponent of its own, column by column.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vm/internal.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { A = SRC, B = SRC + 1, C = SRC + 2, ORDER = SRC + 3, FROM = SRC + 4, TO = SRC + 5, FAN = 32, WIDE = 8, LEVELS = 8 };
static const double most_spread = 600;              /* exp(-600) times what is summed is far from underflow */

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

/* whole numbers that compare as the numbers do; -0 is 0 */
static uint64_t bits_in_order(double x)
{
  uint64_t u;
  x += 0.0;
  memcpy(&u, &x, sizeof u);
  return u >> 63 ? ~u : u | UINT64_C(1) << 63;
}

/* a stable sort of `order` by key, digit by digit; digits that all keys have in common cost nothing */
enum { DIGIT = 11, DIGITS = 6, VALUES = 1 << DIGIT };

typedef struct Sorting { int64_t start[DIGITS][VALUES]; uint64_t room[]; } Sorting;      /* n keys and n numbers, twice */

static void sort_by(int64_t n, int32_t *order, const double *key, int64_t stride, Sorting *sorting)
{
  uint64_t *from = sorting->room, *to = from + n;
  int32_t *at = (int32_t *)(to + n), *next = at + n;
  int64_t (*start)[VALUES] = sorting->start;
  memset(start, 0, sizeof sorting->start);
  for (int64_t k = 0; k < n; k++) {
    at[k] = order[k];
    from[k] = bits_in_order(key[order[k] * stride]);
    for (int d = 0; d < DIGITS; d++) start[d][from[k] >> (DIGIT * d) & (VALUES - 1)]++;
  }
  for (int d = 0; d < DIGITS; d++) {
    int64_t sum = 0, *s = start[d];
    if (s[from[0] >> (DIGIT * d) & (VALUES - 1)] == n) continue;
    for (int v = 0; v < VALUES; v++) { int64_t many = s[v]; s[v] = sum; sum += many; }
    for (int64_t k = 0; k < n; k++) {
      int64_t place = s[from[k] >> (DIGIT * d) & (VALUES - 1)]++;
      to[place] = from[k];
      next[place] = at[k];
    }
    uint64_t *u = from; from = to; to = u;
    int32_t *i = at; at = next; next = i;
  }
  memcpy(order, at, (size_t)n * sizeof *order);
}

static void run_order(Call *c)
{
  const Loop *l = &c->step->loop[0];
  int32_t *order = c->p[0].i, *rank = c->p[1].i;
  Keys keys = { c->p[A].f, c->p[B].f, l->stride[A], l->stride[B] };
  for (int64_t k = 0; k < l->size; k++) order[k] = (int32_t)k;
  Sorting *sorting = malloc(sizeof *sorting + (size_t)l->size * 3 * sizeof(uint64_t));
  if (sorting) {
    if (keys.b) sort_by(l->size, order, keys.b, keys.sb, sorting);
    sort_by(l->size, order, keys.a, keys.sa, sorting);
  } else qsort_r(order, (size_t)l->size, sizeof *order, by_keys, &keys);
  free(sorting);
  for (int64_t k = 0; rank && k < l->size; k++) rank[order[k]] = (int32_t)k;
}

/* how many of the sorted keys are below x, or not above it */
static int64_t place_of(int64_t lo, int64_t hi, const double *key, double x, bool above)
{
  while (lo < hi) {
    int64_t mid = (lo + hi) / 2;
    if (above ? key[mid] <= x : key[mid] < x) lo = mid + 1; else hi = mid;
  }
  return lo;
}

/* bounds that are the keys themselves: where stretches of equal ones begin or end */
static void places_of_stretches(int64_t n, const int32_t *order, const double *a, const double *b, bool above, int32_t *place)
{
  for (int64_t lo = 0, hi; lo < n; lo = hi) {
    for (hi = lo + 1; hi < n && a[hi] == a[lo] && (!b || b[hi] == b[lo]);) hi++;
    for (int64_t k = lo; k < hi; k++) place[order[k]] = (int32_t)(above ? hi : lo);
  }
}

static void run_place(Call *c)
{
  const Step *t = c->step;
  const Loop *to = &t->loop[0], *l = &t->loop[1];
  int64_t n = l->size;
  const int32_t *order = c->p[C].i;
  const double *a = c->p[A].f, *b = c->p[B].f, *u = c->p[ORDER].f, *v = c->p[FROM].f;
  bool above = t->instr->power, keys = a == u && b == v && to->size == n && l->stride[A] == to->stride[ORDER] && l->stride[B] == to->stride[FROM];
  double *sorted = t->prepared, *second = sorted + n;
  for (int64_t k = 0; k < n; k++) sorted[k] = a[order[k] * l->stride[A]];
  for (int64_t k = 0; b && k < n; k++) second[k] = b[order[k] * l->stride[B]];
  if (keys) { places_of_stretches(n, order, sorted, b ? second : NULL, above, c->p[0].i); return; }
  for (int64_t q = 0; q < to->size; q++) {
    double x = u[q * to->stride[ORDER]];
    if (!b) { c->p[0].i[q] = (int32_t)place_of(0, n, sorted, x, above); continue; }
    int64_t lo = place_of(0, n, sorted, x, false), hi = place_of(lo, n, sorted, x, true);
    c->p[0].i[q] = (int32_t)place_of(lo, hi, second, v[q * to->stride[FROM]], above);
  }
}

/* ---- running sums of rows of w numbers, in place: of all before and at, or of all at and behind ---- */

#define INLINE static inline __attribute__((always_inline))

INLINE void rows_add(int64_t w, double *to, const double *x) { for (int64_t j = 0; j < w; j++) to[j] += x[j]; }

/* A number with an exponent of its own: to[0] exp(to[1]) += x[0] exp(x[1]). Nothing: an exponent of -inf. */
static void scaled_add(double *to, const double *x)
{
  if (x[1] == -INFINITY) return;
  if (to[1] == -INFINITY) { to[0] = x[0]; to[1] = x[1]; }
  else if (x[1] > to[1]) { to[0] = to[0] * exp(to[1] - x[1]) + x[0]; to[1] = x[1]; }
  else to[0] += x[0] * (x[1] == to[1] ? 1 : exp(x[1] - to[1]));
}

static void scaled_running(int64_t n, double *x, bool behind)
{
  for (int64_t k = 1; k < n; k++) {
    int64_t at = behind ? n - 1 - k : k;
    scaled_add(x + 2 * at, x + 2 * (behind ? at + 1 : at - 1));
  }
}

static void scaled_clear(int64_t n, double *x) { for (int64_t k = 0; k < n; k++) { x[2 * k] = 0; x[2 * k + 1] = -INFINITY; } }

/* numbers: blocks side by side, since each addition waits for the one before. Sums of blocks go to room; blocks of FAN, whole ones */
static void running_numbers(int64_t blocks, double *x, bool behind, double *room)
{
  enum { BESIDE = 8 };
  int64_t first = behind ? FAN - 1 : 0, step = behind ? -1 : 1;
  for (int64_t b = 0; b < blocks; b += BESIDE) {
    int64_t many = blocks - b < BESIDE ? blocks - b : BESIDE;
    double sum[BESIDE] = { 0 };
    for (int64_t k = 0; k < FAN; k++) {
      double *at = x + b * FAN + first + step * k;
      if (many == BESIDE) for (int j = 0; j < BESIDE; j++) at[j * FAN] = sum[j] += at[j * FAN];
      else for (int64_t j = 0; j < many; j++) at[j * FAN] = sum[j] += at[j * FAN];
    }
    memcpy(room + b, sum, (size_t)many * sizeof *sum);
  }
}

/* `room`: a FAN-th of x, and so on */
INLINE void running_of(int64_t w, int64_t n, double *x, bool behind, double *room, void deeper(int64_t, int64_t, double *, bool, double *))
{
  int64_t blocks = (n + FAN - 1) / FAN, done = 0;
  if (w == 1) running_numbers(done = n / FAN, x, behind, room);
  for (int64_t b = done; b < blocks; b++) {
    int64_t lo = b * FAN, hi = lo + FAN < n ? lo + FAN : n;
    double sum[WIDE] = { 0 };
    for (int64_t k = 0; k < hi - lo; k++) {
      double *row = x + (behind ? hi - 1 - k : lo + k) * w;
      for (int64_t j = 0; j < w; j++) row[j] = sum[j] += row[j];
    }
    for (int64_t j = 0; j < w; j++) room[b * w + j] = sum[j];
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

/* scaled: rows are numbers with exponents of their own */
typedef struct Tree { int levels; bool scaled; int64_t w, n[LEVELS]; double *own[LEVELS], *behind[LEVELS], *before[LEVELS]; } Tree;

static void tree_add(const Tree *t, double *to, const double *x) { if (t->scaled) scaled_add(to, x); else rows_add(t->w, to, x); }

static int64_t block_end(const Tree *t, int l, int64_t k) { return (k / FAN + 1) * FAN < t->n[l] ? (k / FAN + 1) * FAN : t->n[l]; }

static Tree tree_in(double *room, int64_t n, int64_t w, bool scaled)
{
  Tree t = { .w = w, .scaled = scaled };
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
    for (int64_t k = t->n[l] - 1; k-- > 0;) if (k / FAN == (k + 1) / FAN) tree_add(t, t->behind[l] + k * w, t->behind[l] + (k + 1) * w);
    for (int64_t k = 1; k < t->n[l]; k++) if (k % FAN) tree_add(t, t->before[l] + k * w, t->before[l] + (k - 1) * w);
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
      if (at) tree_add(t, backwards ? at : sum, backwards ? sum : at);
      else for (int64_t k = lo; k < hi; k++) { double *x = t->own[l] + k * w; tree_add(t, backwards ? x : sum, backwards ? sum : x); }
      return;
    }
    double *first = t->behind[l] + lo * w, *last = t->before[l] + (hi - 1) * w;
    tree_add(t, backwards ? first : sum, backwards ? sum : first);
    tree_add(t, backwards ? last : sum, backwards ? sum : last);
    lo = lo / FAN + 1;
    hi = (hi - 1) / FAN;
  }
}

/* what tree_range put down, to the rows of level 0 */
static void tree_spread(Tree *t)
{
  int64_t w = t->w;
  for (int l = t->levels; l-- > 0;) {
    for (int64_t k = 1; k < t->n[l]; k++) if (k % FAN) tree_add(t, t->behind[l] + k * w, t->behind[l] + (k - 1) * w);
    for (int64_t k = t->n[l] - 1; k-- > 0;) if (k / FAN == (k + 1) / FAN) tree_add(t, t->before[l] + k * w, t->before[l] + (k + 1) * w);
    for (int64_t k = 0; k < t->n[l]; k++) {
      tree_add(t, t->own[l] + k * w, t->behind[l] + k * w);
      tree_add(t, t->own[l] + k * w, t->before[l] + k * w);
      if (l + 1 < t->levels) tree_add(t, t->own[l] + k * w, t->own[l + 1] + k / FAN * w);
    }
  }
}

/* ---- the sum ---- */

/* loops: ranges, elements, other batch loops, the loop of a strip of w columns */
typedef struct Sums {
  Call *c;
  const VectorKernels *vec;
  const Loop *from, *to;                            /* what is summed; what it goes to */
  bool to_ranges, two_ends, low, logs;              /* low: the one end is the lower one */
  int64_t elements;
  const int32_t *order, *lo, *hi;                   /* order: of elements, or if sums go to elements, their ranks */
  const double *after;                              /* c */
  double top;                                       /* the greatest exponent */
  double *weight, *scale;                           /* exp(b - top) in the order in which it is read; exp(top + c); NULL: 1 */
  double *weights, *scales, *room;
} Sums;

static int64_t place_lo(const Sums *s, int64_t q) { return s->lo ? s->lo[q] : 0; }
static int64_t place_hi(const Sums *s, int64_t q) { return s->hi ? s->hi[q] : s->elements; }

static void exp_of(const Sums *s, int64_t n, double *x) { s->vec->call[KERNEL_exp](n, x, x, 1, x, 1, x, 1); }

/* numbers of the elements or ranges in the order in which they are summed */
static void read_from(const Sums *s, const double *b, int64_t stride, double *to)
{
  if (s->to_ranges) s->vec->gather(s->from->size, to, b, s->order, stride);
  else for (int64_t k = 0; k < s->from->size; k++) to[k] = b[k * stride];
}

/* Weights and scales about the greatest exponent; false: the exponents are too far from each other. Empty ranges do not count. */
static bool find_weights(Sums *s, const double *b)
{
  int64_t n = s->from->size, m = s->to->size;
  const double *c = s->after;
  s->top = 0;
  s->weight = s->scale = NULL;
  if (b) {
    double *x = s->weight = s->weights;
    read_from(s, b, s->from->stride[B], x);
    double top = s->vec->greatest(n, x), least = s->vec->least(n, x);
    if (!(isfinite(top) && least > top - most_spread)) {
      bool number = true;
      top = -INFINITY;
      least = INFINITY;
      for (int64_t k = 0; k < n; k++) {
        if (!s->to_ranges && place_lo(s, k) >= place_hi(s, k)) x[k] = -INFINITY;
        if (x[k] == -INFINITY) continue;
        number &= isfinite(x[k]) != 0;
        if (x[k] > top) top = x[k];
        if (x[k] < least) least = x[k];
      }
      if (!number || (top > -INFINITY && !(least > top - most_spread))) return false;
      if (top == -INFINITY) top = 0;
    }
    s->top = top;
    s->vec->map[VEC_SUB](n, x, x, 1, &s->top, 0, x, 1);
    exp_of(s, n, x);
  }
  if (s->logs || (!c && s->top == 0)) return true;
  s->scale = s->scales;
  if (c && s->to->stride[C] == 1) s->vec->map[VEC_ADD](m, s->scale, c, 1, &s->top, 0, c, 1);
  else for (int64_t k = 0; k < m; k++) s->scale[k] = s->top + (c ? c[k * s->to->stride[C]] : 0);
  exp_of(s, m, s->scale);
  return true;
}

/* rows far apart are asked for early */
INLINE void ask_for(const double *row, int64_t w)
{
  if (w < 2) return;
  __builtin_prefetch(row);
  __builtin_prefetch(row + w - 1);
}

enum { EARLY = 24 };

/* the w numbers that the k-th of what is summed brings */
INLINE void row_of(const Sums *s, int64_t w, const double *a, int64_t step, int64_t k, double *to, bool add)
{
  const double *x = a ? a + (s->to_ranges ? s->order[k] : k) * s->from->stride[A] : NULL;
  double e = s->weight ? s->weight[k] : 1;
  if (x && s->to_ranges && k + EARLY < s->from->size) ask_for(a + s->order[k + EARLY] * s->from->stride[A], w);
  for (int64_t j = 0; j < w; j++) {
    double v = x ? x[j * step] : e;
    if (x && s->weight) v = v == 0 || e == 0 ? 0 : v * e;
    to[j] = add ? to[j] + v : v;
  }
}

/* w sums for the k-th that they go to */
INLINE void row_to(const Sums *s, int64_t w, double *r, int64_t step, int64_t k, const double *sum)
{
  double *to = r + k * s->to->stride[0];
  for (int64_t j = 0; j < w; j++) {
    double v = sum[j];
    if (s->scale) v = v == 0 ? 0 : v * s->scale[k];
    if (s->logs) v = log(v) + s->top + (s->after ? s->after[k * s->to->stride[C]] : 0);
    to[j * step] = v;
  }
}

/* one column, read and written without gaps: the same with vectors */
static void column_to(const Sums *s, double *r, const double *x, const int32_t *at)
{
  int64_t n = s->to->size;
  s->vec->gather(n, r, x, at, 1);
  if (s->scale) s->vec->map[VEC_MUL0](n, r, r, 1, s->scale, 1, r, 1);
  if (!s->logs) return;
  s->vec->call[KERNEL_log](n, r, r, 1, r, 1, r, 1);
  s->vec->map[VEC_ADD](n, r, r, 1, &s->top, 0, r, 1);
}

/* Sums from or up to one place. There is a row of zeros before and behind, for ranges that are empty. */
INLINE void strip_with_one_end(const Sums *s, int64_t w, const double *a, int64_t sa, double *r, int64_t sr)
{
  int64_t n = s->elements;
  double *x = s->room + w, *room = x + (n + 1) * w;
  const int32_t *end = s->low ? s->lo : s->hi;
  const double *from = s->low ? x : x - w;                    /* what ends at a place is summed before it */
  bool columns = w == 1 && s->to->stride[0] == 1 && !(s->logs && s->after);
  memset(s->room, 0, (size_t)w * sizeof *x);
  if (s->to_ranges) {
    if (w == 1 && !a && s->weight) memcpy(x, s->weight, (size_t)n * sizeof *x);
    else if (w == 1 && a) {
      s->vec->gather(n, x, a, s->order, s->from->stride[A]);
      if (s->weight) s->vec->map[VEC_MUL0](n, x, x, 1, s->weight, 1, x, 1);
    } else for (int64_t k = 0; k < n; k++) row_of(s, w, a, sa, k, x + k * w, false);
    memset(x + n * w, 0, (size_t)w * sizeof *x);
    running(w, n, x, s->low, room);
    if (columns && end) column_to(s, r, from, end);
    else for (int64_t q = 0; q < s->to->size; q++) {
      if (end && q + EARLY < s->to->size) ask_for(from + end[q + EARLY] * w, w);
      row_to(s, w, r, sr, q, from + (end ? end[q] : n) * w);
    }
    return;
  }
  memset(x, 0, (size_t)((n + 1) * w) * sizeof *x);
  double *to = s->low ? x : x - w;
  for (int64_t q = 0; q < s->from->size; q++) row_of(s, w, a, sa, q, to + (end ? end[q] : n) * w, true);
  running(w, n, x, !s->low, room);
  if (columns) column_to(s, r, x, s->order);
  else for (int64_t j = 0; j < s->to->size; j++) row_to(s, w, r, sr, j, x + s->order[j] * w);
}

INLINE void strip_with_two_ends(const Sums *s, int64_t w, const double *a, int64_t sa, double *r, int64_t sr)
{
  int64_t n = s->elements;
  double *x = s->room, sum[WIDE];
  Tree t = tree_in(x, n, w, false);
  if (s->to_ranges) {
    for (int64_t k = 0; k < n; k++) row_of(s, w, a, sa, k, x + k * w, false);
    tree_fill(&t);
    for (int64_t q = 0; q < s->to->size; q++) {
      for (int64_t j = 0; j < w; j++) sum[j] = 0;
      tree_range(&t, s->lo[q], s->hi[q], sum, false);
      row_to(s, w, r, sr, q, sum);
    }
    return;
  }
  memset(x, 0, (size_t)(tree_rows(n) * w) * sizeof *x);
  for (int64_t q = 0; q < s->from->size; q++) {
    row_of(s, w, a, sa, q, sum, false);
    tree_range(&t, s->lo[q], s->hi[q], sum, true);
  }
  tree_spread(&t);
  for (int64_t j = 0; j < s->to->size; j++) row_to(s, w, r, sr, j, x + s->order[j] * w);
}

/* w columns of one band; a and r where they begin */
INLINE void strip_of(const Sums *s, int64_t w, const double *a, int64_t sa, double *r, int64_t sr)
{
  if (s->two_ends) strip_with_two_ends(s, w, a, sa, r, sr);
  else strip_with_one_end(s, w, a, sa, r, sr);
}

/* ---- one column with exponents far from each other: each number of the room has its own ---- */

static void far_from(const Sums *s, const double *a, const double *b, int64_t k, double *x)
{
  int64_t at = s->to_ranges ? s->order[k] : k;
  double v = a ? a[at * s->from->stride[A]] : 1;
  x[0] = v;
  x[1] = v == 0 ? -INFINITY : b[at * s->from->stride[B]];
}

static void far_to(const Sums *s, double *r, int64_t k, const double *sum)
{
  double c = s->after ? s->after[k * s->to->stride[C]] : 0;
  r[k * s->to->stride[0]] = s->logs ? (sum[1] == -INFINITY ? -INFINITY : log(sum[0]) + sum[1] + c) : sum[0] == 0 || sum[1] == -INFINITY ? 0 : sum[0] * exp(sum[1] + c);
}

static void far_column(const Sums *s, const double *a, const double *b, double *r)
{
  int64_t n = s->elements;
  double *x = s->room + 2, *at_end = s->low ? x : x - 2, sum[2];
  if (s->two_ends) {
    Tree t = tree_in(x, n, 2, true);
    if (s->to_ranges) {
      for (int64_t k = 0; k < n; k++) far_from(s, a, b, k, x + 2 * k);
      tree_fill(&t);
      for (int64_t q = 0; q < s->to->size; q++) {
        scaled_clear(1, sum);
        tree_range(&t, s->lo[q], s->hi[q], sum, false);
        far_to(s, r, q, sum);
      }
      return;
    }
    scaled_clear(tree_rows(n), x);
    for (int64_t q = 0; q < s->from->size; q++) {
      far_from(s, a, b, q, sum);
      tree_range(&t, s->lo[q], s->hi[q], sum, true);
    }
    tree_spread(&t);
    for (int64_t j = 0; j < s->to->size; j++) far_to(s, r, j, x + 2 * s->order[j]);
    return;
  }
  const int32_t *end = s->low ? s->lo : s->hi;
  scaled_clear(n + 2, s->room);
  if (s->to_ranges) {
    for (int64_t k = 0; k < n; k++) far_from(s, a, b, k, x + 2 * k);
    scaled_running(n, x, s->low);
    for (int64_t q = 0; q < s->to->size; q++) far_to(s, r, q, at_end + 2 * (end ? end[q] : n));
    return;
  }
  for (int64_t q = 0; q < s->from->size; q++) {
    far_from(s, a, b, q, sum);
    scaled_add(at_end + 2 * (end ? end[q] : n), sum);
  }
  scaled_running(n, x, !s->low);
  for (int64_t j = 0; j < s->to->size; j++) far_to(s, r, j, x + 2 * s->order[j]);
}

/* ---- */

static void run_range_sum(Call *c)
{
  const Step *t = c->step;
  const Loop *strip = &t->loop[t->nloops - 1];
  bool to_ranges = t->loop[1].reduced;
  Sums s = { .c = c, .vec = c->worker->machine->vec, .to_ranges = to_ranges, .from = &t->loop[to_ranges], .to = &t->loop[!to_ranges], .elements = t->loop[1].size,
             .order = c->p[ORDER].i, .lo = c->p[FROM].i, .hi = c->p[TO].i, .low = c->p[FROM].i != NULL, .logs = t->instr->power, .weights = t->prepared };
  s.two_ends = s.lo && s.hi;
  s.scales = s.weights + s.from->size;
  s.room = s.scales + s.to->size;
  Walk w = { 0 };
  do {
    const double *b = c->p[B].f ? c->p[B].f + w.offset[B] : NULL;
    s.after = c->p[C].f ? c->p[C].f + w.offset[C] : NULL;
    bool near = find_weights(&s, b);
    int64_t wide = near ? WIDE : 1;
    for (int64_t at = 0; at < strip->size; at += wide) {
      int64_t now = strip->size - at < wide ? strip->size - at : wide;
      const double *a = c->p[A].f ? c->p[A].f + w.offset[A] + at * strip->stride[A] : NULL;
      double *r = c->p[0].f + w.offset[0] + at * strip->stride[0];
      bool rows = strip->stride[0] == 1 && strip->stride[A] == 1;
      if (!near) far_column(&s, a, b, r);
      else if (now == 1) strip_of(&s, 1, a, 0, r, 0);
      else if (now == WIDE && rows) strip_of(&s, WIDE, a, 1, r, 1);
      else if (rows) strip_of(&s, now, a, 1, r, 1);
      else strip_of(&s, now, a, strip->stride[A], r, strip->stride[0]);
    }
  } while (walk_next(&w, t->loop + 2, t->nloops - 3, c->m));
}

/* loops: ranges, elements, batch; columns of a strip last: with the same exponents, near to each other */
bool load_range(Machine *m, Step *t)
{
  (void)m;
  if (t->instr->op == OP_ORDER) { t->run = run_order; return true; }
  if (t->instr->op == OP_PLACE) {
    t->run = run_place;
    t->prepared_count = t->loop[1].size * (t->instr->src[1].reg ? 2 : 1);
    return true;
  }
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
  int64_t n = t->loop[1].size, w = strip.size < WIDE ? strip.size : WIDE;
  if (t->instr->src[1].reg && w < 2) w = 2;             /* a number and its exponent */
  int64_t rows = t->instr->src[4].reg && t->instr->src[5].reg ? tree_rows(n) : n + 2 + n / (FAN - 1) + LEVELS;
  rows++;                                               /* in front */
  t->prepared_count = t->loop[0].size + n + rows * w;
  t->run = run_range_sum;
  return true;
}
