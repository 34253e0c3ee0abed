/* search.c: safeguarded Newton for many scalars at once (M-NEWTON1); see search.h.
 *
 * Every entry has a coordinate u without constraints, x = x(u), and there g = dphi/du, h = d2phi/du2. The sign of g keeps a
 * bracket. The order of the tests matters: a slice whose step is below the tolerance is frozen before the bracket is asked,
 * or a converged slice whose step rounds to 0 would be thrown to the middle.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/search.h"
#include "derive/derivation.h"
#include "fit/carry.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 60 };
static const double longest = 2;          /* a factor of e^2 where the coordinate is a logarithm */
static const double tolerance = 1e-8;     /* Newton's next error is its square */

typedef enum { AS_NUMBER, AS_LOG_ABOVE, AS_LOG_BELOW, AS_LOGIT } Scale;

/* size: of phi's terms, which may cancel in phi; slope: at the touch; bent: phi is not convex on all of the way */
typedef struct Slice { double u, lo, hi, good, reach, size, slope; bool frozen, bent; } Slice;

struct Search {
  Runner *runner;
  Scale scale; double lo, hi;             /* the ends of the domain */
  Array *touch, *param, *unknown, *phi, *slope, *curve;
  Carry carry;                            /* statistics as the stage computed them */
  int64_t count;
  Slice *slice;
  double *before;                         /* phi at the touch */
};

/* ---- making ------------------------------------------------------------------------------------------------------------------------ */

static void set_scale(Search *s, const Domain *d)
{
  bool bounded = d->kind == DOMAIN_INTERVAL, lo = bounded && isfinite(d->lo), hi = bounded && isfinite(d->hi);
  s->lo = d->lo;
  s->hi = d->hi;
  s->scale = lo && hi ? AS_LOGIT : lo ? AS_LOG_ABOVE : hi ? AS_LOG_BELOW : AS_NUMBER;
}

Search *search_new(Pool *pool, const Stage *stage, Store *store, Crew *crew, DiagList *diags)
{
  Arena *arena = pool_arena(pool);
  const Block *b = stage->search;
  Search *s = ARENA_NEW(arena, Search);
  DefinitionList list, *lists[] = { &list };
  carry_copy(pool, &stage->search_list, &list);
  set_scale(s, &b->param->domain);
  s->touch = store_array(store, symbol_touch(pool, b->param));
  s->param = store_array(store, b->param);
  s->unknown = store_array(store, b->unknown);
  s->phi = store_array(store, stage->phi);
  s->slope = store_array(store, stage->slope);
  s->curve = store_array(store, stage->curve);
  bool ok = s->touch && s->param && s->unknown && s->phi && s->slope && s->curve;
  ok = ok && carry_new(&s->carry, pool, store, stage, b, 1, lists);
  s->count = ok ? array_count(s->touch) : 0;
  s->slice = calloc((size_t)s->count + 1, sizeof *s->slice);
  s->before = calloc((size_t)s->count + 1, sizeof *s->before);
  if (ok && s->slice && s->before) {
    s->runner = runner_new(pool, store, &list, crew, NULL, diags);
    if (s->runner) return s;
  } else {
    diag_add(diags, (Span){ 0 }, MSG_FIT_MEMORY);
  }
  search_free(s);
  return NULL;
}

void search_free(Search *s)
{
  if (!s) return;
  runner_free(s->runner);
  free(s->slice);
  free(s->before);
  s->runner = NULL;
  s->slice = NULL;
  s->before = NULL;
}

/* ---- the coordinate -------------------------------------------------------------------------------------------------------------------- */

static double to_coordinate(const Search *s, double x)
{
  switch (s->scale) {
  case AS_LOG_ABOVE: return log(x - s->lo);
  case AS_LOG_BELOW: return log(s->hi - x);
  case AS_LOGIT: return log(x - s->lo) - log(s->hi - x);
  default: return x;
  }
}

/* an end that is not in the domain is not reached by rounding either */
static double inside(const Search *s, double x)
{
  if (x <= s->lo) return nextafter(s->lo, INFINITY);
  return x >= s->hi ? nextafter(s->hi, -INFINITY) : x;
}

/* x(u) and its first two derivatives */
static double from_coordinate(const Search *s, double u, double *d1, double *d2)
{
  double e, t;
  switch (s->scale) {
  case AS_LOG_ABOVE:
    *d1 = *d2 = e = exp(u);
    return inside(s, s->lo + e);
  case AS_LOG_BELOW:
    e = exp(u);
    *d1 = *d2 = -e;
    return inside(s, s->hi - e);
  case AS_LOGIT:
    t = 1 / (1 + exp(-u));
    *d1 = (s->hi - s->lo) * t * (1 / (1 + exp(u)));
    *d2 = *d1 * (1 - 2 * t);
    return inside(s, s->lo + (s->hi - s->lo) * t);
  default:
    *d1 = 1;
    *d2 = 0;
    return u;
  }
}

/* ---- one round ------------------------------------------------------------------------------------------------------------------------- */

static double sign(double x) { return x > 0 ? 1 : x < 0 ? -1 : 0; }

/* the next point of a slice after phi, slope and curve were evaluated at its u */
static void next_point(const Search *s, Slice *z, double phi, double slope, double curve)
{
  double d1, d2;
  from_coordinate(s, z->u, &d1, &d2);
  double g = slope * d1, h = curve * d1 * d1 + slope * d2;
  if (!isfinite(phi) || !isfinite(g) || !isfinite(h)) {    /* too far: back half the way */
    *(z->u > z->good ? &z->hi : &z->lo) = z->u;
    z->u = (z->u + z->good) / 2;
    return;
  }
  z->good = z->u;
  if (g > 0) z->hi = z->u;
  if (g < 0) z->lo = z->u;
  double most = s->scale == AS_NUMBER ? fmax(longest * fmax(fabs(z->u), z->reach), 1) : longest;
  double step = h > 0 ? -g / h : -sign(g) * most;
  step = fmax(-most, fmin(step, most));
  double unit = s->scale == AS_NUMBER ? fmax(fabs(z->u), z->reach) : 1;
  z->reach = fmax(z->reach, fabs(step));
  z->bent |= !(h > 0);
  z->size = fabs(h) * unit * unit;
  if (h > 0 && fabs(step) <= tolerance * unit) {
    z->u += step;
    z->frozen = true;
    return;
  }
  double u = z->u + step;
  if (u <= z->lo || u >= z->hi) {
    if (isfinite(z->lo) && isfinite(z->hi)) u = (z->lo + z->hi) / 2;
    else u = isfinite(z->hi) ? z->hi - longest : z->lo + longest;
  }
  z->frozen = u == z->u;
  z->u = u;
}

static bool evaluate(Search *s)
{
  double d1, d2;
  for (int64_t i = 0; i < s->count; i++) s->unknown->data[i] = from_coordinate(s, s->slice[i].u, &d1, &d2);
  return runner_run(s->runner, NULL);
}

/* phi fell; or, where phi is convex on the way and rounding hides its fall, the slope is smaller than it was */
static bool is_lower(const Slice *z, double phi, double slope, double before)
{
  return phi < before || (!z->bent && fabs(slope) < fabs(z->slope) && phi <= before + 64 * DBL_EPSILON * (fabs(before) + z->size));
}

bool search_run(Search *s)
{
  carry_run(&s->carry);
  memcpy(s->unknown->data, s->touch->data, (size_t)s->count * sizeof *s->unknown->data);
  if (!runner_run(s->runner, NULL)) return false;
  memcpy(s->before, s->phi->data, (size_t)s->count * sizeof *s->before);
  int64_t left = s->count;
  for (int64_t i = 0; i < s->count; i++) {
    double u = to_coordinate(s, s->touch->data[i]), d1, d2;
    if (!isfinite(s->before[i]) || !isfinite(s->slope->data[i])) return false;
    from_coordinate(s, u, &d1, &d2);
    s->slice[i] = (Slice){ .u = u, .slope = s->slope->data[i] * d1, .lo = -INFINITY, .hi = INFINITY, .good = u, .frozen = !isfinite(u) };
  }
  for (int round = 0; round < ROUNDS && left > 0; round++) {
    if (round && !evaluate(s)) break;
    left = 0;
    for (int64_t i = 0; i < s->count; i++) {
      Slice *z = &s->slice[i];
      if (!z->frozen) next_point(s, z, s->phi->data[i], s->slope->data[i], s->curve->data[i]);
      left += !z->frozen;
    }
  }
  bool ok = evaluate(s);
  for (int64_t i = 0; i < s->count; i++) {
    double d1, d2;
    from_coordinate(s, s->slice[i].u, &d1, &d2);
    bool lower = ok && is_lower(&s->slice[i], s->phi->data[i], s->slope->data[i] * d1, s->before[i]);
    s->param->data[i] = lower ? s->unknown->data[i] : s->touch->data[i];
  }
  return true;
}
