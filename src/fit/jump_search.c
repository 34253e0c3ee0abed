/* jump_search.c: see jump_search.h. The equation at t is value(t) + sum of the sizes of the jumps below t.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/jump_search.h"
#include "base/root.h"
#include "fit/jump_pass.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NEIGHBOURS = 12 };                 /* jumps on each side of an answer that the next bracket should hold at least */

typedef enum { BY_CELLS, BY_KEEPING, FOUND } State;

typedef struct Slice {
  State state;
  bool past;                              /* 0 before what is left: the end of that stretch is wanted, not its beginning */
  bool flat; double lower;                /* the stretch begins at a jump: the answer is its middle */
  bool began_past;
  bool known;                             /* answer and reach are those of the last run */
  double answer, reach, end_lo, end_hi;
  /* a bisection: numbers first <= . < last, of cells or kept jumps; what lies below the bracket, then below the number */
  int64_t first, last;
  double base;
} Slice;

struct JumpSearch {
  JumpEquation equation;
  JumpPass pass;
  JumpBrackets bracket;
  Slice *slice;
  Root *root;
  double *rest;                           /* value as it is for all t, if it does not move */
  Crew *crew;
};

JumpSearch *jump_search_new(const Jumps *jumps, const JumpEquation *equation, Store *store, Crew *crew)
{
  JumpSearch *s = calloc(1, sizeof *s);
  if (!s) return NULL;
  s->equation = *equation;
  s->crew = crew;
  bool ok = jump_pass_new(&s->pass, jumps, store, equation->t, crew);
  size_t n = (size_t)array_count(equation->t) + 1;
  s->bracket = (JumpBrackets){ calloc(n, sizeof(double)), calloc(n, sizeof(double)), calloc(n, 1), calloc(n, sizeof(int64_t)) };
  s->slice = calloc(n, sizeof *s->slice);
  s->root = equation->moves ? calloc(n, sizeof *s->root) : NULL;
  if (ok && s->bracket.lo && s->bracket.hi && s->bracket.shift && s->bracket.take && s->slice && (s->root || !equation->moves)) return s;
  jump_search_free(s);
  return NULL;
}

void jump_search_free(JumpSearch *s)
{
  if (!s) return;
  jump_pass_free(&s->pass);
  free(s->bracket.lo);
  free(s->bracket.hi);
  free(s->bracket.shift);
  free(s->bracket.take);
  free(s->slice);
  free(s->root);
  free(s);
}

/* the equation's own part at the t that stand in the array */
static bool evaluate(JumpSearch *s, char **fault) { return !s->equation.moves || runner_run(s->equation.rest, fault); }

static void finish(JumpSearch *s, int64_t k, double answer)
{
  Slice *c = &s->slice[k];
  c->state = FOUND;
  c->answer = c->flat ? fabs(answer) < DBL_MAX ? c->lower / 2 + answer / 2 : c->lower : answer;
  s->bracket.lo[k] = INFINITY;
  s->bracket.hi[k] = -INFINITY;
  s->bracket.take[k] = 0;
}

static void to_cells(JumpSearch *s, int64_t k, double lo, double hi)
{
  s->slice[k].state = BY_CELLS;
  s->bracket.lo[k] = lo;
  s->bracket.hi[k] = hi;
  s->bracket.take[k] = 0;
  uint64_t width = (uint64_t)jump_key(hi) - (uint64_t)jump_key(lo);
  unsigned char shift = 0;
  while (width >> shift >= (uint64_t)s->pass.cells) shift++;
  s->bracket.shift[k] = shift;
}

/* At the jump t the equation comes to `value`, the least that is not below 0. Where that is 0, it is 0 up to the next jump, *next if
 * that is known; the answer is the middle between them. */
static void finish_at_jump(JumpSearch *s, int64_t k, double t, double value, const double *next)
{
  Slice *c = &s->slice[k];
  if (c->past || value > 0 || s->equation.moves) { finish(s, k, t); return; }
  c->flat = true;
  c->lower = t;
  c->past = true;
  if (next) finish(s, k, *next);
  else to_cells(s, k, nextafter(t, INFINITY), c->end_hi);
}

static bool has_risen(const Slice *c, double value) { return c->past ? value > 0 : value >= 0; }

/* the slices of which the answer is an end, or all of it; brackets for the others: about the last answer, if there is one */
static bool begin(JumpSearch *s, char **fault)
{
  const JumpEquation *q = &s->equation;
  for (int64_t k = 0; k < s->pass.slices; k++) {
    Slice *c = &s->slice[k];
    c->end_lo = fmax(q->lo->data[k], -DBL_MAX);
    c->end_hi = fmin(q->hi->data[k], DBL_MAX);
    q->t->data[k] = c->end_lo;
  }
  if (!runner_run(q->rest, fault)) return false;
  for (int64_t k = 0; k < s->pass.slices; k++) {
    Slice *c = &s->slice[k];
    double value = q->value->data[k];
    bool was_past = c->began_past;
    c->began_past = c->past = value == 0;
    c->flat = false;
    if (isnan(value) || isnan(c->end_lo) || isnan(c->end_hi)) finish(s, k, NAN);
    else if (value > 0 || c->end_lo >= c->end_hi) finish(s, k, q->lo->data[k]);
    else if (!c->known || c->past != was_past) to_cells(s, k, c->end_lo, c->end_hi);
    else {
      s->bracket.lo[k] = fmax(c->answer - c->reach, c->end_lo);
      s->bracket.hi[k] = fmin(c->answer + c->reach, c->end_hi);
      c->state = BY_KEEPING;
      s->bracket.take[k] = -(int64_t)(s->bracket.lo[k] < s->bracket.hi[k]);
    }
  }
  return true;
}

/* ---- cells ---------------------------------------------------------------------------------------------------------- */

static double end_of_cell(const JumpSearch *s, int64_t k, int64_t cell)
{
  int64_t key = (int64_t)((uint64_t)jump_key(s->bracket.lo[k]) + ((uint64_t)(cell + 1) << s->bracket.shift[k]) - 1);
  double end = jump_of_key(key);
  return cell + 1 >= s->pass.cells || key < jump_key(s->bracket.lo[k]) || !(end < s->bracket.hi[k]) ? s->bracket.hi[k] : end;
}

/* nowhere risen: at the upper end, or 0 everywhere */
static void finish_high(JumpSearch *s, int64_t k, double value)
{
  Slice *c = &s->slice[k];
  finish(s, k, c->past && value == 0 ? c->flat ? c->lower : fmin(fmax(0, c->end_lo), c->end_hi) : s->equation.hi->data[k]);
}

/* the cell of each slice in which the equation has risen; *inside: the jumps in the cells that were found */
static bool narrow(JumpSearch *s, int64_t *inside, char **fault)
{
  const JumpPass *p = &s->pass;
  double *t = s->equation.t->data;
  const double *value = s->equation.value->data;
  jump_pass_cells(&s->pass, &s->bracket);
  for (int64_t k = 0; k < p->slices; k++) {
    Slice *c = &s->slice[k];
    if (c->state != BY_CELLS) continue;
    JumpCell *cell = &p->cell[k * p->cells];
    for (int64_t j = 1; j < p->cells; j++) cell[j].sum += cell[j - 1].sum;
    c->first = 0;
    c->last = p->cells;
  }
  for (int width = p->cells; width > 0; width /= 2) {      /* bisection, for all slices at the same time */
    for (int64_t k = 0; k < p->slices; k++)
      if (s->slice[k].state == BY_CELLS) t[k] = end_of_cell(s, k, (s->slice[k].first + s->slice[k].last) / 2 < p->cells ? (s->slice[k].first + s->slice[k].last) / 2 : p->cells - 1);
    if (!evaluate(s, fault)) return false;
    for (int64_t k = 0; k < p->slices; k++) {
      Slice *c = &s->slice[k];
      if (c->state != BY_CELLS || c->first >= c->last) continue;
      int64_t middle = (c->first + c->last) / 2;
      if (has_risen(c, value[k] + p->below[k] + p->cell[k * p->cells + middle].sum)) c->last = middle;
      else c->first = middle + 1;
    }
  }
  *inside = 0;
  for (int64_t k = 0; k < p->slices; k++) {
    Slice *c = &s->slice[k];
    if (c->state != BY_CELLS) continue;
    if (c->first >= p->cells) {
      t[k] = s->bracket.hi[k];
      finish_high(s, k, value[k] + p->below[k] + p->cell[(k + 1) * p->cells - 1].sum);
      continue;
    }
    const JumpCell *in = &p->cell[k * p->cells + c->first];
    double lo = c->first ? nextafter(end_of_cell(s, k, c->first - 1), INFINITY) : s->bracket.lo[k], hi = end_of_cell(s, k, c->first);
    if (!s->equation.moves && in->count) {                 /* it rises at jumps alone */
      lo = in->least;
      hi = in->greatest;
    }
    *inside += in->count;
    if (lo >= hi) {
      c->reach = 0;
      finish_at_jump(s, k, hi, value[k] + p->below[k] + in->sum, NULL);
    } else {
      to_cells(s, k, lo, hi);
    }
  }
  return true;
}

/* ---- the jumps in narrow brackets --------------------------------------------------------------------------------------- */

/* those at one place by their size: the sum is the same for any order that they came in */
static int by_place(const void *a, const void *b)
{
  const Jump *x = a, *y = b;
  int place = (x->at > y->at) - (x->at < y->at);
  return place ? place : (x->size > y->size) - (x->size < y->size);
}

/* by place; the size of each becomes that of all up to it */
static void sort_slice(void *context, int job, int worker)
{
  (void)worker;
  JumpSearch *s = context;
  int64_t first = s->pass.first[job], last = s->pass.first[job + 1];
  double sum = 0;
  if (s->slice[job].state != BY_KEEPING) return;
  qsort(s->pass.kept + first, (size_t)(last - first), sizeof *s->pass.kept, by_place);
  for (int64_t j = first; j < last; j++) s->pass.kept[j].size = sum += s->pass.kept[j].size;
}

/* does the equation rise inside its bracket? If not, the other side is looked at by cells */
static bool check_brackets(JumpSearch *s, char **fault)
{
  const JumpPass *p = &s->pass;
  double *t = s->equation.t->data;
  const double *value = s->equation.value->data;
  for (int upper = 0; upper < 2; upper++) {
    for (int64_t k = 0; k < p->slices; k++) t[k] = s->slice[k].state == BY_KEEPING ? upper ? s->bracket.hi[k] : s->bracket.lo[k] : s->slice[k].answer;
    if (!evaluate(s, fault)) return false;
    for (int64_t k = 0; k < p->slices; k++) {
      Slice *c = &s->slice[k];
      if (c->state != BY_KEEPING) continue;
      double lo = s->bracket.lo[k], hi = s->bracket.hi[k];
      if (!upper && lo > c->end_lo && has_risen(c, value[k] + p->below[k])) to_cells(s, k, c->end_lo, nextafter(lo, -INFINITY));
      else if (upper && hi < c->end_hi && !has_risen(c, value[k] + p->below[k] + p->inside[k])) to_cells(s, k, nextafter(hi, INFINITY), c->end_hi);
      else if (upper && lo >= hi) finish_at_jump(s, k, hi, value[k] + p->below[k] + p->inside[k], NULL);
    }
  }
  return true;
}

/* the smooth part of the equation between two jumps */
static bool search_between(JumpSearch *s, char **fault)
{
  const JumpPass *p = &s->pass;
  double *t = s->equation.t->data;
  const double *value = s->equation.value->data;
  int64_t left = p->slices;
  for (int step = 0; step <= ROOT_STEPS && left > 0; step++) {
    left = 0;
    for (int64_t k = 0; k < p->slices; k++) {
      Root *r = &s->root[k];
      if (s->slice[k].state == BY_KEEPING && !r->done) {
        if (step) root_step(r, value[k] + s->slice[k].base, NAN);
        left += !r->done;
        t[k] = r->t;
      }
    }
    if (left > 0 && !evaluate(s, fault)) return false;
  }
  for (int64_t k = 0; k < p->slices; k++)
    if (s->slice[k].state == BY_KEEPING) finish(s, k, s->root[k].t);
  return true;
}

/* how far from the answer the next bracket should reach: as far as it moved, but to some neighbours at least */
static double reach_of(const JumpSearch *s, int64_t k, double answer, double moved)
{
  const Jump *kept = s->pass.kept + s->pass.first[k];
  int64_t n = s->pass.first[k + 1] - s->pass.first[k], at = s->slice[k].first - s->pass.first[k];
  if (n == 0) return s->bracket.hi[k] - s->bracket.lo[k];
  int64_t before = at - NEIGHBOURS, after = at + NEIGHBOURS;
  double reach = fmax(answer - kept[before < 0 ? 0 : before].at, kept[after < n ? after : n - 1].at - answer);
  if (before < 0 || after >= n) reach = fmax(reach, s->bracket.hi[k] - s->bracket.lo[k]);
  return fmax(reach, moved);
}

static bool select_kept(JumpSearch *s, char **fault)
{
  const JumpPass *p = &s->pass;
  double *t = s->equation.t->data;
  const double *value = s->equation.value->data;
  int64_t most = 0;
  for (int64_t k = 0; k < p->slices; k++) {
    Slice *c = &s->slice[k];
    c->first = p->first[k];
    c->last = p->first[k + 1];
    if (c->state == BY_KEEPING && c->last - c->first > most) most = c->last - c->first;
  }
  for (; most > 0; most /= 2) {
    for (int64_t k = 0; k < p->slices; k++) {
      const Slice *c = &s->slice[k];
      if (c->state == BY_KEEPING && c->first < c->last) t[k] = p->kept[(c->first + c->last) / 2].at;
    }
    if (!evaluate(s, fault)) return false;
    for (int64_t k = 0; k < p->slices; k++) {
      Slice *c = &s->slice[k];
      if (c->state != BY_KEEPING || c->first >= c->last) continue;
      int64_t middle = (c->first + c->last) / 2;
      if (has_risen(c, value[k] + p->below[k] + p->kept[middle].size)) c->last = middle;
      else c->first = middle + 1;
    }
  }
  /* first is the first jump after which the equation has risen: has it before? */
  for (int64_t k = 0; k < p->slices; k++) {
    Slice *c = &s->slice[k];
    int64_t end = p->first[k + 1];
    t[k] = c->answer;
    if (c->state != BY_KEEPING) continue;
    if (c->first == end && end > p->first[k] && !s->equation.moves) c->first--;      /* the sum in another order was 0 */
    t[k] = c->first < end ? p->kept[c->first].at : s->bracket.hi[k];
  }
  if (!evaluate(s, fault)) return false;
  bool between = false;
  for (int64_t k = 0; k < p->slices; k++) {
    Slice *c = &s->slice[k];
    if (c->state != BY_KEEPING) continue;
    double old = c->answer, answer = t[k];
    c->base = p->below[k] + (c->first > p->first[k] ? p->kept[c->first - 1].size : 0);
    bool at_jump = !s->equation.moves || (c->first < p->first[k + 1] && !(value[k] + c->base > 0));
    c->reach = reach_of(s, k, answer, c->known ? fabs(answer - old) : 0);
    if (at_jump) {
      double after = value[k] + p->below[k] + (c->first < p->first[k + 1] ? p->kept[c->first].size : p->inside[k]);
      const double *next = c->first + 1 < p->first[k + 1] ? &p->kept[c->first + 1].at : NULL;
      finish_at_jump(s, k, answer, after, next);
      continue;
    }
    root_start(&s->root[k], c->first > p->first[k] ? p->kept[c->first - 1].at : s->bracket.lo[k], answer, NAN);
    between = true;
  }
  return !between || search_between(s, fault);
}

static int64_t count_in(const JumpSearch *s, State state)
{
  int64_t n = 0;
  for (int64_t k = 0; k < s->pass.slices; k++) n += s->slice[k].state == state;
  return n;
}

bool jump_search_run(JumpSearch *s, char **fault)
{
  if (!begin(s, fault)) return false;
  for (;;) {
    if (count_in(s, BY_KEEPING) > 0) {
      jump_pass_keep(&s->pass, &s->bracket);
      if (!check_brackets(s, fault)) return false;
      if (s->pass.overflow) {
        for (int64_t k = 0; k < s->pass.slices; k++) if (s->slice[k].state == BY_KEEPING) to_cells(s, k, s->bracket.lo[k], s->bracket.hi[k]);
      } else {
        crew_run(s->crew, (int)s->pass.slices, sort_slice, s);
        if (!select_kept(s, fault)) return false;
      }
    }
    int64_t inside = INT64_MAX;
    while (count_in(s, BY_CELLS) > 0 && inside > s->pass.most) if (!narrow(s, &inside, fault)) return false;
    if (count_in(s, BY_CELLS) == 0) break;
    for (int64_t k = 0; k < s->pass.slices; k++)
      if (s->slice[k].state == BY_CELLS) {
        s->slice[k].state = BY_KEEPING;
        s->bracket.take[k] = -1;
      }
  }
  for (int64_t k = 0; k < s->pass.slices; k++) {
    Slice *c = &s->slice[k];
    c->known = isfinite(c->answer) && fabs(c->answer) < DBL_MAX;
    s->equation.t->data[k] = c->answer;
  }
  return true;
}
