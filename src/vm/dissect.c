/* dissect.c: see dissect.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vm/dissect.h"
#include <cblas.h>
#include <lapacke.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LEAF = 48 };                                       /* rows that are not separated any more */

/* A front: columns first .. first + own - 1 of the new order, and rows behind them; the fronts of the sets within it come before it */
typedef struct Front { int32_t first, own, nbelow, child[2]; int64_t below, factor; } Front;      /* places in the lists of all */

struct Dissection {
  int64_t n;
  int ndiagonals;
  int32_t *order, *place;                                 /* the row at a place; the place of a row */
  Front *front; int nfronts, cap;
  int32_t *below; int64_t nbelow, below_cap;
  uint8_t *there;                                         /* by diagonal and row: is the entry in the pattern */
  int32_t *at;                                            /* where the rows of a front stand in it, by place */
  double *factors, *dense, *stack, *work, *ordered;                 /* dense: the greatest front; stack: what is left of fronts until it is added */
  size_t bytes;
};

/* ---- the order ---- */

typedef struct Graph { int64_t *start; int32_t *next; } Graph;

typedef struct Cut {
  Dissection *d;
  Graph g;
  int32_t *set, *level, *queue, *room, sets;              /* which set a row is in at present */
} Cut;

/* neighbours of each row */
static bool graph_make(const Diagonals *a, Graph *g)
{
  g->start = calloc((size_t)a->n + 2, sizeof *g->start);
  int64_t entries = 0;
  for (int k = 1; k < a->ndiagonals; k++) for (int64_t j = 0; j + a->offset[k] < a->n; j++) entries += a->value[k * a->n + j] != 0;
  g->next = malloc((size_t)(2 * entries + 1) * sizeof *g->next);
  if (!g->start || !g->next) return false;
  for (int turn = 0; turn < 2; turn++) {
    for (int k = 1; k < a->ndiagonals; k++)
      for (int64_t j = 0; j + a->offset[k] < a->n; j++) {
        if (a->value[k * a->n + j] == 0) continue;
        int64_t i = j + a->offset[k];
        if (turn) { g->next[g->start[i + 1]++] = (int32_t)j; g->next[g->start[j + 1]++] = (int32_t)i; }
        else { g->start[i + 2]++; g->start[j + 2]++; }
      }
    for (int64_t i = 0; !turn && i <= a->n; i++) g->start[i + 1] += g->start[i];
  }
  return true;
}

/* breadth first from a row through the rows of its set: queue, levels; how many were reached */
static int32_t reach(Cut *c, int32_t from, int32_t set, int32_t *queue)
{
  int32_t n = 0;
  queue[n++] = from;
  c->level[from] = 0;
  c->set[from] = -set - 1;                                /* seen */
  for (int32_t k = 0; k < n; k++) {
    int32_t i = queue[k];
    for (int64_t e = c->g.start[i]; e < c->g.start[i + 1]; e++) {
      int32_t j = c->g.next[e];
      if (c->set[j] != set) continue;
      c->set[j] = -set - 1;
      c->level[j] = c->level[i] + 1;
      queue[n++] = j;
    }
  }
  for (int32_t k = 0; k < n; k++) c->set[queue[k]] = set;
  return n;
}

static bool add_front(Dissection *d, int32_t first, int32_t own)
{
  if (d->nfronts == d->cap) {
    int cap = d->cap ? 2 * d->cap : 64;
    Front *f = realloc(d->front, (size_t)cap * sizeof *f);
    if (!f) return false;
    d->front = f;
    d->cap = cap;
  }
  d->front[d->nfronts++] = (Front){ .first = first, .own = own, .child = { -1, -1 } };
  return true;
}

/* the level that separates the reached rows: few rows, and neither side below a third; -1: there is none */
static int32_t best_level(Cut *c, int32_t n)
{
  int32_t best = -1, fewest = n;
  for (int32_t lo = 0, hi; lo < n; lo = hi) {
    for (hi = lo; hi < n && c->level[c->queue[hi]] == c->level[c->queue[lo]];) hi++;
    if (lo >= n / 3 && n - hi >= n / 3 && hi - lo < fewest) { fewest = hi - lo; best = c->level[c->queue[lo]]; }
  }
  if (best < 0) {                                         /* the one in the middle */
    best = c->level[c->queue[n / 2]];
    if (best == 0 || best == c->level[c->queue[n - 1]]) return -1;
  }
  return best;
}

/* puts the rows of a set at places lo .. hi - 1 in order, and makes its fronts; the front of the whole is the last one. The depth is
 * that of halvings. */
static bool dissect(Cut *c, int32_t lo, int32_t hi)
{
  Dissection *d = c->d;
  int32_t n = hi - lo, set = c->sets++, many[3] = { 0 }, to[3];
  if (n <= 0) return true;
  if (n <= LEAF) return add_front(d, lo, n);
  for (int32_t k = lo; k < hi; k++) c->set[d->order[k]] = set;
  int32_t from = d->order[lo], reached = 0;
  for (int turn = 0; turn < 3; turn++) {                  /* from one end of it */
    reached = reach(c, from, set, c->queue);
    from = c->queue[reached - 1];
  }
  int32_t middle = reached == n ? best_level(c, n) : -1;
  if (reached == n && middle < 0) return add_front(d, lo, n);
  int8_t *part = (int8_t *)c->room;
  if (middle >= 0)
    for (int32_t k = 0; k < n; k++) {
      int32_t i = c->queue[k], l = c->level[i];
      bool needed = false;                                /* rows of the level that touch nothing behind it separate nothing */
      for (int64_t e = c->g.start[i]; l == middle && e < c->g.start[i + 1] && !needed; e++)
        needed = c->set[c->g.next[e]] == set && c->level[c->g.next[e]] == middle + 1;
      many[part[k] = (int8_t)(l < middle || (l == middle && !needed) ? 0 : l > middle ? 1 : 2)]++;
    }
  else {                                                  /* pieces that do not meet, up to about half of all, and the others */
    for (int32_t k = 0; k < reached; k++) c->set[c->queue[k]] = -1;
    for (int32_t k = lo; k < hi && 2 * reached < n; k++) {
      int32_t more = c->set[d->order[k]] == set ? reach(c, d->order[k], set, c->queue + reached) : 0;
      if (reached + more == n) break;
      for (int32_t q = reached; q < reached + more; q++) c->set[c->queue[q]] = -1;
      reached += more;
    }
    for (int32_t k = lo, q = reached; k < hi; k++) if (c->set[d->order[k]] == set) c->queue[q++] = d->order[k];
    for (int32_t k = 0; k < n; k++) many[part[k] = k >= reached]++;
  }
  to[0] = lo;
  to[1] = lo + many[0];
  to[2] = to[1] + many[1];
  for (int32_t k = 0; k < n; k++) d->order[to[part[k]]++] = c->queue[k];
  int32_t cut = lo + many[0], end = cut + many[1];
  int fronts = d->nfronts;
  if (!dissect(c, lo, cut)) return false;
  int left = d->nfronts - 1;
  if (!dissect(c, cut, end)) return false;
  int right = d->nfronts - 1;
  if (!add_front(d, end, many[2])) return false;          /* also an empty one: it hands on what both leave */
  Front *whole = &d->front[d->nfronts - 1];
  if (left >= fronts) whole->child[0] = left;
  if (right > left) whole->child[1] = right;
  return true;
}

/* ---- fronts ---- */

static int up(const void *a, const void *b) { int32_t x = *(const int32_t *)a, y = *(const int32_t *)b; return (x > y) - (x < y); }

static bool put_below(Dissection *d, int32_t place, int32_t *mark, int f)
{
  if (mark[place] == f) return true;
  mark[place] = f;
  if (d->nbelow == d->below_cap) {
    int64_t cap = d->below_cap ? 2 * d->below_cap : 4 * d->n + 64;
    int32_t *list = realloc(d->below, (size_t)cap * sizeof *list);
    if (!list) return false;
    d->below = list;
    d->below_cap = cap;
  }
  d->below[d->nbelow++] = place;
  return true;
}

/* rows behind each front: neighbours, and what the fronts within it leave */
static bool find_below(Dissection *d, const Graph *g, int32_t *mark)
{
  for (int64_t k = 0; k < d->n; k++) mark[k] = -1;
  for (int f = 0; f < d->nfronts; f++) {
    Front *s = &d->front[f];
    int32_t end = s->first + s->own;
    s->below = d->nbelow;
    for (int32_t k = s->first; k < end; k++)
      for (int64_t e = g->start[d->order[k]]; e < g->start[d->order[k] + 1]; e++) {
        int32_t p = d->place[g->next[e]];
        if (p >= end && !put_below(d, p, mark, f)) return false;
      }
    for (int c = 0; c < 2; c++) {
      const Front *in = s->child[c] >= 0 ? &d->front[s->child[c]] : NULL;
      for (int32_t k = 0; in && k < in->nbelow; k++) {
        int32_t p = d->below[in->below + k];
        if (p >= end && !put_below(d, p, mark, f)) return false;
      }
    }
    s->nbelow = (int32_t)(d->nbelow - s->below);
    qsort(d->below + s->below, (size_t)s->nbelow, sizeof *d->below, up);
  }
  return true;
}

static double *numbers(Dissection *d, int64_t n)
{
  d->bytes += (size_t)(n + 1) * sizeof(double);
  return malloc((size_t)(n + 1) * sizeof(double));
}

/* room for factors, for the greatest front, and for what is left of fronts at the same time */
static bool make_room(Dissection *d)
{
  int64_t factors = 0, most = 0, held = 0, deepest = 0, widest = 0;
  for (int f = 0; f < d->nfronts; f++) {
    Front *s = &d->front[f];
    int64_t size = s->own + s->nbelow;
    s->factor = factors;
    factors += size * s->own;
    if (size * size > most) most = size * size;
    if (size > widest) widest = size;
    for (int c = 0; c < 2; c++) if (s->child[c] >= 0) { int64_t b = d->front[s->child[c]].nbelow; held -= b * b; }
    held += (int64_t)s->nbelow * s->nbelow;
    if (held > deepest) deepest = held;
  }
  d->factors = numbers(d, factors);
  d->dense = numbers(d, most);
  d->stack = numbers(d, deepest);
  d->work = numbers(d, widest);
  d->ordered = numbers(d, d->n);
  d->bytes += (size_t)d->nbelow * sizeof *d->below + (size_t)d->n * 3 * sizeof(int32_t);
  return d->factors && d->dense && d->stack && d->work && d->ordered;
}

Dissection *dissection_new(const Diagonals *a)
{
  int64_t n = a->n;
  Dissection *d = calloc(1, sizeof *d);
  Graph g = { 0 };
  Cut c = { .d = d };
  bool good = d && graph_make(a, &g);
  if (good) {
    d->n = n;
    d->ndiagonals = a->ndiagonals;
    d->order = malloc((size_t)n * sizeof *d->order);
    d->place = malloc((size_t)n * sizeof *d->place);
    d->at = malloc((size_t)n * sizeof *d->at);
    d->there = malloc((size_t)(n * a->ndiagonals));
    c.g = g;
    c.set = malloc((size_t)n * sizeof *c.set);
    c.level = malloc((size_t)n * sizeof *c.level);
    c.queue = malloc((size_t)n * sizeof *c.queue);
    c.room = malloc((size_t)n * sizeof *c.room);
    good = d->order && d->place && d->at && d->there && c.set && c.level && c.queue && c.room;
  }
  if (good) {
    for (int64_t k = 0; k < n; k++) { d->order[k] = (int32_t)k; c.set[k] = -1; }
    for (int64_t k = 0; k < n * a->ndiagonals; k++) d->there[k] = k < n || a->value[k] != 0;
    d->bytes = (size_t)(n * a->ndiagonals);
    good = dissect(&c, 0, (int32_t)n);
    for (int64_t k = 0; good && k < n; k++) d->place[d->order[k]] = (int32_t)k;
    good = good && find_below(d, &g, c.level) && make_room(d);
  }
  free(g.start); free(g.next);
  free(c.set); free(c.level); free(c.queue); free(c.room);
  if (good) return d;
  dissection_free(d);
  return NULL;
}

void dissection_free(Dissection *d)
{
  if (!d) return;
  free(d->order); free(d->place); free(d->at); free(d->there); free(d->front); free(d->below);
  free(d->factors); free(d->dense); free(d->stack); free(d->work); free(d->ordered);
  free(d);
}

size_t dissection_bytes(const Dissection *d) { return d->bytes; }

/* ---- factors. Fronts are column-major, their lower triangles ---- */

static void add_entry(Dissection *d, const Front *s, int64_t size, int64_t i, int64_t j, double value)
{
  int32_t p = d->place[i], q = d->place[j];
  if (p < q) { int32_t t = p; p = q; q = t; }
  if (q < s->first || q >= s->first + s->own) return;
  d->dense[(int64_t)(q - s->first) * size + d->at[p]] += value;
}

/* the entries in the columns of a front, each from the row that comes first */
static void add_entries(Dissection *d, const Diagonals *a, const Front *s, int64_t size)
{
  for (int32_t k = s->first; k < s->first + s->own; k++) {
    int64_t i = d->order[k];
    add_entry(d, s, size, i, i, a->value[i]);
    for (int m = 1; m < a->ndiagonals; m++) {
      int64_t up = i - a->offset[m], down = i + a->offset[m];
      if (down < a->n && a->value[m * a->n + i] != 0 && d->place[down] > k) add_entry(d, s, size, down, i, a->value[m * a->n + i]);
      if (up >= 0 && a->value[m * a->n + up] != 0 && d->place[up] > k) add_entry(d, s, size, up, i, a->value[m * a->n + up]);
    }
  }
}

/* what the front on top of the stack leaves */
static void add_child(Dissection *d, const Front *in, const double *left, int64_t size)
{
  const int32_t *below = d->below + in->below;
  for (int64_t k = 0; k < in->nbelow; k++) {
    double *to = d->dense + d->at[below[k]] * size;
    for (int64_t r = k; r < in->nbelow; r++) to[d->at[below[r]]] += left[k * in->nbelow + r];
  }
}

DissectResult dissection_factor(Dissection *d, const Diagonals *a, double least)
{
  double *top = d->stack;
  if (a->ndiagonals != d->ndiagonals) return DISSECT_OTHER;
  for (int64_t k = 0; k < d->n * a->ndiagonals; k++) if (a->value[k] != 0 && !d->there[k]) return DISSECT_OTHER;
  for (int f = 0; f < d->nfronts; f++) {
    const Front *s = &d->front[f];
    int own = s->own, rest = s->nbelow;
    int64_t size = own + rest;
    memset(d->dense, 0, (size_t)(size * size) * sizeof *d->dense);
    for (int32_t k = 0; k < own; k++) d->at[s->first + k] = k;
    for (int32_t k = 0; k < rest; k++) d->at[d->below[s->below + k]] = own + k;
    add_entries(d, a, s, size);
    for (int c = 1; c >= 0; c--) {
      if (s->child[c] < 0) continue;
      const Front *in = &d->front[s->child[c]];
      top -= (int64_t)in->nbelow * in->nbelow;
      add_child(d, in, top, size);
    }
    double *l = d->dense, *square = l + own * size + own;
    if (own > 0) {
      if (LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, 'L', own, l, (lapack_int)size) != 0) return DISSECT_SINGULAR;
      for (int k = 0; k < own; k++) if (!(l[k * size + k] * l[k * size + k] > least)) return DISSECT_SINGULAR;
      if (rest > 0) {
        cblas_dtrsm(CblasColMajor, CblasRight, CblasLower, CblasTrans, CblasNonUnit, rest, own, 1, l, (int)size, l + own, (int)size);
        cblas_dsyrk(CblasColMajor, CblasLower, CblasNoTrans, rest, own, -1, l + own, (int)size, 1, square, (int)size);
      }
      memcpy(d->factors + s->factor, l, (size_t)(size * own) * sizeof *l);
    }
    for (int k = 0; k < rest; k++) memcpy(top + (int64_t)k * rest, square + k * size, (size_t)rest * sizeof *l);
    top += (int64_t)rest * rest;
  }
  return DISSECT_OK;
}

void dissection_solve(Dissection *d, double *x)
{
  double *y = d->ordered, *work = d->work;
  for (int64_t p = 0; p < d->n; p++) y[p] = x[d->order[p]];
  for (int f = 0; f < d->nfronts; f++) {
    const Front *s = &d->front[f];
    const double *l = d->factors + s->factor;
    int own = s->own, rest = s->nbelow, size = own + rest;
    if (own == 0) continue;
    cblas_dtrsv(CblasColMajor, CblasLower, CblasNoTrans, CblasNonUnit, own, l, size, y + s->first, 1);
    if (rest == 0) continue;
    cblas_dgemv(CblasColMajor, CblasNoTrans, rest, own, 1, l + own, size, y + s->first, 1, 0, work, 1);
    for (int k = 0; k < rest; k++) y[d->below[s->below + k]] -= work[k];
  }
  for (int f = d->nfronts; f-- > 0;) {
    const Front *s = &d->front[f];
    const double *l = d->factors + s->factor;
    int own = s->own, rest = s->nbelow, size = own + rest;
    if (own == 0) continue;
    for (int k = 0; k < rest; k++) work[k] = y[d->below[s->below + k]];
    if (rest > 0) cblas_dgemv(CblasColMajor, CblasTrans, rest, own, -1, l + own, size, work, 1, 1, y + s->first, 1);
    cblas_dtrsv(CblasColMajor, CblasLower, CblasTrans, CblasNonUnit, own, l, size, y + s->first, 1);
  }
  for (int64_t p = 0; p < d->n; p++) x[d->order[p]] = y[p];
}
