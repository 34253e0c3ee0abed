/* collapse.c: see collapse.h.
 *
 * With S0 where the run began and S where it ended, S = sum_k l_k (S0 v_k)(S0 v_k)' for the solutions of S v = l S0 v, v'S0 v = 1: the
 * l are sizes without units. Those that are next to nothing are set to falling values, all else as it is. A loss with a finite limit
 * (a variance component that is 0) falls less with each factor of 10; -n/2 log l falls by as much each time. It may still have a minimum
 * further on, for data that nearly lie on a plane, unless it falls beyond the end of the run, too, or that is where rounding rules.
 * A cell of a simplex is such a number where its parameter steps on the loss itself: a row for it has no reward for being 0.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/collapse.h"
#include "derive/derivation.h"
#include "expr/slices.h"
#include <float.h>
#include <lapacke.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DECADES = 3, SIDE_MOST = 500 };
static const double nothing = 1e-10;      /* of the size at the start */
static const double past_measure = 1e10;  /* times the size at the start */
static const double singular = 1e-13;     /* of the greatest size of the same matrix: its entries do not know better */
static const double emptied = 1e-80;      /* a probability on its way to 0, whatever the loss there is */
static const double steady = 0.9;         /* of the last fall */

typedef struct Slice {
  int64_t d, begin;                       /* side; place of the slice in the point */
  const Slices *shape;                    /* NULL: one number */
  double end;                             /* of the domain of a number */
  double *size, *image;                   /* l_k, ascending; the columns S0 v_k, d x d */
  int64_t first, count;                   /* of the sizes that are next to nothing, or past all measure */
} Slice;

typedef struct Collapse { Engine *engine; const double *start, *last; double *point; Slice slice; double finest; } Collapse;

static int64_t place(const Slice *s, int64_t k) { return s->begin + (s->shape ? slices_at(s->shape, k) : 0); }

/* sizes and images of the slice; false: the start is no measure */
static bool decompose(const Collapse *c, Slice *s, double *work)
{
  int64_t d = s->d;
  if (!s->shape) {
    s->image[0] = c->start[s->begin] - s->end;
    s->size[0] = (c->last[s->begin] - s->end) / s->image[0];
    s->image[0] = copysign(1, s->image[0]) * sqrt(fabs(s->image[0]));
    return isfinite(s->size[0]);
  }
  double *a = work, *b = work + d * d;
  for (int64_t k = 0; k < d * d; k++) {
    a[k] = c->last[place(s, k)];
    b[k] = c->start[place(s, k)];
    if (!isfinite(a[k]) || !isfinite(b[k])) return false;
  }
  if (LAPACKE_dsygv(LAPACK_ROW_MAJOR, 1, 'V', 'U', (lapack_int)d, a, (lapack_int)d, b, (lapack_int)d, s->size) != 0) return false;
  for (int64_t i = 0; i < d; i++)
    for (int64_t k = 0; k < d; k++) {
      double sum = 0;
      for (int64_t j = 0; j < d; j++) sum += c->start[place(s, i * d + j)] * a[j * d + k];
      s->image[i * d + k] = sum;
    }
  return true;
}

/* the loss with all sizes in question set to this */
static double loss_at(Collapse *c, double size)
{
  const Slice *s = &c->slice;
  memcpy(c->point, c->last, (size_t)engine_numbers(c->engine) * sizeof *c->point);
  if (!s->shape) c->point[s->begin] = s->end + size * s->image[0] * fabs(s->image[0]);
  for (int64_t k = s->first; s->shape && k < s->first + s->count; k++)
    for (int64_t i = 0; i < s->d; i++)
      for (int64_t j = 0; j < s->d; j++) c->point[place(s, i * s->d + j)] += (size - s->size[k]) * s->image[i * s->d + k] * s->image[j * s->d + k];
  double loss;
  engine_set_point(c->engine, c->point);
  return engine_loss(c->engine, &loss) ? loss : NAN;
}

/* The same where the sizes in question are beyond measure, from the sizes alone: beside them the matrix has lost the others, and what is
 * lost is as at the start. */
static double loss_grown(Collapse *c, double size)
{
  const Slice *s = &c->slice;
  memcpy(c->point, c->last, (size_t)engine_numbers(c->engine) * sizeof *c->point);
  for (int64_t i = 0; i < s->d; i++)
    for (int64_t j = 0; j < s->d; j++) {
      double sum = 0;
      for (int64_t k = 0; k < s->d; k++) {
        double now = k >= s->first ? size : s->size[k] > singular * s->size[s->d - 1] ? s->size[k] : 1;
        sum += now * s->image[i * s->d + k] * s->image[j * s->d + k];
      }
      c->point[place(s, i * s->d + j)] = sum;
    }
  double loss;
  engine_set_point(c->engine, c->point);
  return engine_loss(c->engine, &loss) ? loss : NAN;
}

/* does the loss fall by as much, or more, with each of some factors of 10 that lead from `size` on? *fall: the last */
static bool falls_steadily(Collapse *c, double (*at)(Collapse *, double), double size, double factor, double *fall)
{
  double before = at(c, size), rounding = 64 * DBL_EPSILON * engine_scale(c->engine, before);
  *fall = 0;
  for (int t = 1; t <= DECADES; t++) {
    double loss = at(c, size * pow(factor, t)), now = before - loss;
    if (!(now > rounding && now >= steady * *fall)) return false;
    *fall = now;
    before = loss;
  }
  return true;
}

/* do rounding errors rule the least sizes of a matrix? */
static bool is_unresolved(const Slice *s) { return s->d > 1 && s->size[0] <= singular * s->size[s->d - 1]; }

static bool falls_for_ever(Collapse *c)
{
  const Slice *s = &c->slice;
  double least = fmax(s->size[0], DBL_MIN), fall;
  if (!falls_steadily(c, loss_at, fmax(100 * s->size[s->count - 1], 1e-14) * 1e3, 0.1, &fall)) return false;
  double square = 0;                                       /* of the spread in the units of the data, if these are the parameter's */
  for (int64_t i = 0; i < s->d; i++) square += least * s->image[i * s->d] * s->image[i * s->d];
  if (is_unresolved(s) || sqrt(square) <= c->finest) return true;
  return loss_at(c, s->size[0]) - loss_at(c, s->size[0] / 10) >= steady * fall;
}

/* the same the other way: the inverse collapses */
static bool falls_as_it_grows(Collapse *c)
{
  const Slice *s = &c->slice;
  double least = s->size[s->first], fall;
  if (!falls_steadily(c, loss_grown, least * 1e-5, 10, &fall)) return false;
  return is_unresolved(s) || loss_grown(c, least) - loss_grown(c, 10 * least) >= steady * fall;
}

/* ---- the data: no spread is finer than what they round to ---------------------------------------------------------------------------- */

static const Expr *see_data(Pool *pool, const Expr *e, void *most)
{
  (void)pool;
  const Symbol *s = e->kind == X_ACCESS && e->u.sym->kind == SYM_DATA ? e->u.sym : NULL;
  int64_t n = !s || !s->value ? 0 : s->value->sparse ? s->value->stored : array_count(s->value);
  for (int64_t i = 0; i < n; i++)
    if (isfinite(s->value->data[i])) *(double *)most = fmax(*(double *)most, fabs(s->value->data[i]));
  return e;
}

static double finest_spread(const Engine *e)
{
  double most = 0;
  expr_map(e->pool, e->loss->value, see_data, &most);
  return 16 * DBL_EPSILON * most;
}

/* ---- all slices ----------------------------------------------------------------------------------------------------------------------- */

static bool steps_on_loss(const Engine *e, const Symbol *p)
{
  const Derivation *d = e->plan->derivation;
  for (int i = 0; i < d->njoint; i++)
    if (d->joint[i] == p) return true;
  return false;
}

static bool is_cell(const Domain *d) { return d->kind == DOMAIN_SIMPLEX && !(d->lo > 0); }

static bool may_collapse(const Engine *e, const Param *p)
{
  const Domain *d = &p->sym->domain;
  if (p->fixed) return false;
  if (is_cell(d)) return steps_on_loss(e, p->sym);
  return d->kind == DOMAIN_SPD ? !(d->lo > 0) : d->kind == DOMAIN_INTERVAL && ((isfinite(d->lo) && d->lo_open) || (isfinite(d->hi) && d->hi_open));
}

static const char *describe_cell(const Engine *e, const Symbol *p, int64_t cell, const char **mend)
{
  Arena *arena = pool_arena(e->pool);
  *mend = arena_printf(arena, "something rewards empty cells, such as a Dirichlet prior with a parameter below 1: take parameters of at least 1, or bound the cells (%s in simplex(floor = 0.001))", p->name->text);
  return arena_printf(arena, "%s (entry %lld) shrinks to 0", p->name->text, (long long)cell + 1);
}

const char *collapse_emptied(const Engine *e, const char **mend)
{
  for (int i = 0; i < e->loss->nparams; i++) {
    const Param *p = &e->loss->param[i];
    const Array *x = engine_touch(e, p->sym);
    if (!is_cell(&p->sym->domain) || p->fixed) continue;
    for (int64_t k = 0; k < array_count(x); k++)
      if (x->data[k] < emptied) return describe_cell(e, p->sym, k, mend);
  }
  return NULL;
}

static const char *describe(const Collapse *c, const Symbol *p, int64_t slice, int64_t slices, const char **mend)
{
  const Slice *s = &c->slice;
  Arena *arena = pool_arena(c->engine->pool);
  double scale = 0;
  for (int64_t i = 0; i < s->d; i++) scale += (s->shape ? c->start[place(s, i * s->d + i)] : fabs(c->start[s->begin] - s->end)) / (double)s->d;
  const char *bound = s->shape ? arena_printf(arena, "%s in spd(floor = %.1g)", p->name->text, 1e-6 * scale)
                    : s->image[0] > 0 ? arena_printf(arena, "%s in [%.1g, inf)", p->name->text, s->end + 1e-6 * scale) : "an end that belongs to its domain";
  if (is_cell(&p->domain)) return describe_cell(c->engine, p, slice, mend);
  const char *which = slices > 1 ? arena_printf(arena, " (slice %lld)", (long long)slice + 1) : "";
  if (s->shape && s->size[s->d - 1] > past_measure && s->first > 0) {
    *mend = arena_printf(arena, "the data lie on a line or a plane, or are fewer than their columns: bound it (%s in spd(ceiling = %.1g)), add a penalty such as tr(%s) or a Wishart prior, or leave columns out", p->name->text, 1e6 * scale, p->name->text);
    return arena_printf(arena, "%s%s grows without end, to %.1g times its size at the start, and its inverse becomes singular", p->name->text, which, s->size[s->d - 1]);
  }
  *mend = arena_printf(arena, "a component sits on points that are equal, or on too few: bound it (%s), add a penalty such as an inverse Wishart or gamma prior, or take fewer components", bound);
  return arena_printf(arena, "%s%s shrinks to %s, to %.1g of its size at the start", p->name->text, which,
                      s->shape ? "a singular matrix" : "the end of its domain", fmax(s->size[0], 0));
}

static bool test_slice(Collapse *c, double *work)
{
  Slice *s = &c->slice;
  if (!decompose(c, s, work)) return false;
  double top = s->size[s->d - 1], past = is_unresolved(s) ? fmax(past_measure, top / 1000) : past_measure * fmax(1, s->size[0]);
  for (s->first = s->d; s->shape && s->first > 0 && s->size[s->first - 1] > past; ) s->first--;
  s->count = s->d - s->first;
  if (s->count > 0 && s->first > 0) return falls_as_it_grows(c);
  s->first = 0;
  for (s->count = 0; s->count < s->d && s->size[s->count] < nothing; ) s->count++;
  return s->count > 0 && falls_for_ever(c);
}

/* do all numbers of a parameter that are next to nothing make the loss fall, seen together? Where not, none of them does */
static bool fall_together(const Collapse *c, double end, int64_t at, int64_t n)
{
  double most = 0, before = 0, fall = 0;
  for (int64_t k = at; k < at + n; k++) {
    double size = (c->last[k] - end) / (c->start[k] - end);
    if (size < nothing) most = fmax(most, fmax(size, 1e-16));
  }
  for (int t = 0; most > 0 && t <= DECADES; t++) {
    double loss;
    memcpy(c->point, c->last, (size_t)engine_numbers(c->engine) * sizeof *c->point);
    for (int64_t k = at; k < at + n; k++)
      if ((c->last[k] - end) / (c->start[k] - end) < nothing) c->point[k] = end + 100 * most * pow(10, DECADES - t) * (c->start[k] - end);
    engine_set_point(c->engine, c->point);
    if (!engine_loss(c->engine, &loss) || (t > 0 && !(before - loss > 0 && before - loss >= steady * fall))) return false;
    fall = t > 0 ? before - loss : 0;
    before = loss;
  }
  return most > 0;
}

/* room: of the sizes, the images and the work of the greatest side */
static const char *test_param(Collapse *c, const Param *p, int64_t at, double *room, const char **mend)
{
  const Domain *d = &p->sym->domain;
  Slices shape = slices_of(engine_touch(c->engine, p->sym), d->kind == DOMAIN_SPD ? d->axes : 0);
  bool matrix = d->kind == DOMAIN_SPD;
  int64_t side = matrix ? shape.in_size[0] : 1;
  bool at_low = is_cell(d) || (isfinite(d->lo) && d->lo_open);
  if (!matrix && !fall_together(c, at_low ? d->lo : d->hi, at, shape.nslices)) return NULL;
  for (int64_t k = 0; k < shape.nslices; k++) {
    c->slice = (Slice){ .d = side, .begin = at + slices_begin(&shape, k), .shape = matrix ? &shape : NULL, .end = at_low ? d->lo : d->hi, .size = room, .image = room + side };
    if (test_slice(c, room + side + side * side)) return describe(c, p->sym, k, shape.nslices, mend);
  }
  return NULL;
}

static int64_t longest_side(const Engine *e)
{
  int64_t side = 1;
  for (int i = 0; i < e->loss->nparams; i++) {
    const Symbol *p = e->loss->param[i].sym;
    if (p->domain.kind == DOMAIN_SPD && p->axis[p->naxes - 1]->size > side) side = p->axis[p->naxes - 1]->size;
  }
  return side;
}

bool collapse_looks(const Engine *e)
{
  bool any = false;
  for (int i = 0; i < e->loss->nparams; i++) any |= may_collapse(e, &e->loss->param[i]);
  return any && !e->plan->derivation->fixed_step && longest_side(e) <= SIDE_MOST;
}

const char *collapse_test(Engine *e, const double *start, const double *last, const char **mend)
{
  int64_t n = engine_numbers(e), side = longest_side(e), at = 0;
  double *room = malloc((size_t)(n + side + 3 * side * side + 1) * sizeof *room);
  const char *found = NULL;
  if (!room) return NULL;
  Collapse c = { .engine = e, .start = start, .last = last, .point = room, .finest = finest_spread(e) };
  for (int i = 0; i < e->loss->nparams && !found; i++) {
    const Param *p = &e->loss->param[i];
    if (may_collapse(e, p)) found = test_param(&c, p, at, room + n, mend);
    at += array_count(engine_touch(e, p->sym));
  }
  free(room);
  return found;
}
