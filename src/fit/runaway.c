/* runaway.c: see runaway.h.
 *
 * The way begins at the earlier point. Numbers go on by steps that double, the first of which leads to the end of the run; distances to the end of a half-line, or away from it, by factors of 2. A loss with a
 * minimum rises sooner or later on such a way, for a way from an earlier point of the run to its end reaches less far. Falls
 * that do not become smaller from one doubling to the next (a logarithm, a power) have no bound; those that do (1/x, exp(-x))
 * have one.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/runaway.h"
#include "derive/derivation.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DOUBLINGS = 16, FALLS_FIRST = 4, ENTRIES_MOST = 100000 };
static const double far_out = 1e3;        /* times the numbers themselves: as far must a way lead that is to tell of infinity */
static const double small_share = 1e-3;   /* entries that move by less than this share of the most are not on their way */

/* one number of the point: where it is, and how it goes on. moved: how far the run has led it, as a logarithm */
typedef struct Way { double from, step, end, moved; } Way;       /* end: of the domain, from which a distance is measured; NAN: none */

typedef struct Ray { Engine *engine; int64_t count; Way *way; double *point; double farthest; } Ray;

static double position(const Way *w, double doublings)
{
  if (isnan(w->end)) return w->from + w->step * (exp2(doublings) - 1);
  return w->end + (w->from - w->end) * exp2(w->step * doublings);
}

static bool loss_at(const Ray *r, double doublings, double *loss)
{
  for (int64_t i = 0; i < r->count; i++) r->point[i] = position(&r->way[i], doublings);
  engine_set_point(r->engine, r->point);
  return engine_loss(r->engine, loss) && !isnan(*loss);
}

/* an end that is not in the domain, but is infinitely near: there is room for some halvings from here */
static double with_room(double x, double end, double other)
{
  double least = fmax(fabs(end) * DBL_EPSILON, DBL_MIN) * exp2(DOUBLINGS + 4);
  if (fabs(x - end) >= least) return x;
  double room = isfinite(other) ? fmin(least, fabs(other - end) / 4) : least;
  return end + (end < other ? room : -room);
}

/* x has come so near to an end that is not in the domain that squares vanish and searches stop: the way begins half as near */
static bool is_at_end(const Domain *d, double x, Way *way)
{
  static const double near = 1e-100;
  const struct { double end; bool open; } ends[2] = { { d->lo, d->lo_open }, { d->hi, d->hi_open } };
  for (int i = 0; i < 2; i++) {
    double distance = fabs(x - ends[i].end);
    if (!ends[i].open || !(distance < near) || distance == 0) continue;
    *way = (Way){ ends[i].end + (i ? -1 : 1) * sqrt(distance), -1, ends[i].end, -log(distance) };
    return true;
  }
  return false;
}

/* A way by factors of 2 that is to lead beyond x: from the earlier place, or, where that is many factors behind, from a few before x. */
static double begin_at(double earlier, double x, double end, double few)
{
  double many = 16 * few;
  double factor = (x - end) / (earlier - end);
  if (!(factor > 0) || (factor < many && factor > 1 / many)) return earlier;
  return end + (x - end) * (factor > 1 ? 1 / few : few);
}

/* the way of entry x of a parameter that came from `earlier`; a step of 0: it stays */
static Way way_of(const Domain *d, double earlier, double x, double few)
{
  Way stays = { x, 0, NAN, 0 };
  if (d->kind == DOMAIN_REAL) return (Way){ earlier, x - earlier, NAN, 0 };
  Way stuck;
  if (d->kind == DOMAIN_INTERVAL && is_at_end(d, x, &stuck)) return stuck;
  if (d->kind != DOMAIN_INTERVAL || earlier == x) return stays;
  bool lo = isfinite(d->lo), up = x > earlier;
  if (up ? isfinite(d->hi) : lo) {                          /* to an end: one that is in the domain is an answer */
    double end = up ? d->hi : d->lo;
    if (up ? !d->hi_open : !d->lo_open) return stays;
    return (Way){ with_room(begin_at(earlier, x, end, few), end, up ? d->lo : d->hi), -1, end, 0 };
  }
  double end = up ? d->lo : d->hi;                          /* away from the other end */
  return isfinite(end) && earlier != end ? (Way){ begin_at(earlier, x, end, few), 1, end, 0 } : (Way){ earlier, x - earlier, NAN, 0 };
}

static bool has_entry_free(const Param *p, int64_t k) { return !p->fixed || isnan(p->fixed->data[k]); }

/* Ways by factors are followed in two parts, the swift ones and those that take less than a quarter of the swiftest factor: beside a swift
 * one a slow one hardly moves, and falls that would become smaller look steady then. */
typedef enum Part { SWIFT, SLOW } Part;

static const double slow_below = 0.25;

/* the greatest step by factors of the part; 0: there is none */
static double swiftest_of(const Ray *r, double most, Part part)
{
  double top = 0;
  for (int64_t i = 0; part == SLOW && i < r->count; i++) {
    double step = isnan(r->way[i].end) ? 0 : fabs(r->way[i].step);
    if (step < slow_below * most) top = fmax(top, step);
  }
  return part == SWIFT ? most : top >= small_share * most ? top : 0;
}

/* the ways of all numbers; the share of each step in the greatest of its kind. False: nothing moves, or nothing of this part */
static bool set_ways(Ray *r, const double *earlier, const double *last, double few, Part part)
{
  r->farthest = 0;
  const Loss *loss = r->engine->loss;
  double most = 0, most_factor = 0, magnitude = 0;
  int64_t at = 0;
  for (int p = 0; p < loss->nparams; p++) {
    const Param *param = &loss->param[p];
    int64_t n = array_count(engine_touch(r->engine, param->sym));
    for (int64_t k = 0; k < n; k++, at++) {
      Way *w = &r->way[at];
      *w = has_entry_free(param, k) ? way_of(&param->sym->domain, earlier[at], last[at], few) : (Way){ last[at], 0, NAN, 0 };
      double moved = w->moved > 0 ? w->moved : isnan(w->end) ? log1p(fabs(w->step)) : fabs(log(fabs((last[at] - w->end) / (earlier[at] - w->end))));
      w->moved = w->step == 0 ? 0 : moved;
      r->farthest = fmax(r->farthest, w->moved);
      if (isnan(w->end)) {
        most = fmax(most, fabs(w->step));
        if (w->step != 0) magnitude = fmax(magnitude, fabs(last[at]));
        continue;
      }
      w->step *= isfinite(moved) ? fmin(moved, 1) : 1;
      most_factor = fmax(most_factor, fabs(w->step));
    }
  }
  if (most * exp2(DOUBLINGS) < far_out * fmax(1, magnitude)) most = 0;        /* too little to tell a way from a crawl */
  double top = swiftest_of(r, most_factor, part);
  for (int64_t i = 0; i < r->count; i++) {
    Way *w = &r->way[i];
    if (most == 0 && isnan(w->end)) *w = (Way){ last[i], 0, NAN, 0 };
    bool slow = !isnan(w->end) && fabs(w->step) < slow_below * most_factor;
    double unit = isnan(w->end) ? most : top;
    if (fabs(w->step) < small_share * unit || (!isnan(w->end) && slow != (part == SLOW))) *w = (Way){ last[i], 0, NAN, 0 };
    else if (!isnan(w->end)) w->step /= top;
  }
  return part == SLOW ? top > 0 : most > 0 || most_factor > 0;
}

/* What has come to rest meanwhile would rise on its way: only what went far, seen together, goes on. The rest follows it by little: what it
 * costs to leave it where it is, is of second order. False: that is all, or nothing went as far as this */
static bool keep_far(Ray *r, const double *last, double far)
{
  static const double share = 0.2;
  bool rested = false;
  if (!(r->farthest > far)) return false;
  for (int64_t i = 0; i < r->count; i++) {
    if (r->way[i].step == 0 || r->way[i].moved >= share * r->farthest) continue;
    r->way[i] = (Way){ last[i], 0, NAN, 0 };
    rested = true;
  }
  return rested;
}

/* which entry goes farthest, and where */
static const char *describe(const Ray *r, const Symbol **gone)
{
  const Loss *loss = r->engine->loss;
  Arena *arena = pool_arena(r->engine->pool);
  const char *text = NULL;
  double farthest = 0;
  int64_t at = 0;
  for (int p = 0; p < loss->nparams; p++) {
    const Array *a = engine_touch(r->engine, loss->param[p].sym);
    const char *name = loss->param[p].sym->name->text;
    for (int64_t k = 0; k < array_count(a); k++, at++) {
      const Way *w = &r->way[at];
      double far = fabs(w->step) * (isnan(w->end) || w->step > 0 ? 2 : 1);
      if (far <= farthest) continue;
      farthest = far;
      const char *entry = array_count(a) > 1 ? arena_printf(arena, " (entry %lld)", (long long)k + 1) : "";
      bool up = isnan(w->end) ? w->step > 0 : w->from > w->end;
      bool outward = isnan(w->end) || w->step > 0;
      *gone = up && outward ? loss->param[p].sym : NULL;
      r->engine->fallen = !outward && w->end == 0 ? loss->param[p].sym : NULL;       /* a variance */
      if (outward) text = arena_printf(arena, "%s%s goes to %s", name, entry, up ? "infinity" : "minus infinity");
      else text = arena_printf(arena, "%s%s goes to %g, which is not in its domain", name, entry, w->end);
    }
  }
  return text;
}

static bool goes_to_infinity(const Ray *r)
{
  for (int64_t i = 0; i < r->count; i++)
    if (r->way[i].step != 0 && (isnan(r->way[i].end) || r->way[i].step > 0)) return true;
  return false;
}

/* falls that rounding cannot make: large, or each more than half of what is left */
static bool falls_surely(const double *loss, double rounding)
{
  bool large = true, halves = loss[1] > 0;                 /* to nothing, too, but not where the run ended already */
  for (int t = 0; t < FALLS_FIRST; t++) {
    large &= loss[t] - loss[t + 1] > rounding;
    halves &= loss[t] >= 0 && loss[t + 1] <= loss[t] / 2;
  }
  return large || halves;
}

/* the rounding of the loss at the engine's point: of the terms there, and beside those of the start a fall must be more than nothing */
static double rounding_here(const Ray *r, double loss) { return DBL_EPSILON * fmax(64 * engine_scale(r->engine, loss), r->engine->scale); }

static Runaway follow(Ray *r)
{
  double loss[DOUBLINGS + 1], far;
  if (!loss_at(r, 0, &loss[0]) || !isfinite(loss[0])) return RUNAWAY_NONE;
  /* most losses have risen far out: one look instead of many. Far out terms that cancel may be huge */
  if (loss_at(r, DOUBLINGS, &far) && far > loss[0] + DOUBLINGS * 64 * DBL_EPSILON * r->engine->scale && far > loss[0] + DOUBLINGS * rounding_here(r, far)) return RUNAWAY_NONE;
  for (int t = 1; t <= DOUBLINGS; t++) {
    if (!loss_at(r, t, &loss[t])) return RUNAWAY_NONE;
    if (isinf(loss[t]) && loss[t] < 0) return RUNAWAY_UNBOUNDED;
    if (loss[t] > loss[t - 1] && loss[t] > loss[t - 1] + rounding_here(r, loss[t])) return RUNAWAY_NONE;
  }
  double rounding = loss_at(r, 0, &far) ? rounding_here(r, far) : INFINITY;
  if (!falls_surely(loss, rounding)) return RUNAWAY_NONE;
  bool steady = true;
  for (int t = DOUBLINGS / 2; t < DOUBLINGS; t++) {
    double fall = loss[t] - loss[t + 1];
    steady &= fall > rounding && fall > 0.95 * (loss[t - 1] - loss[t]);      /* a root, which has a least value, falls by factors up to this */
  }
  if (steady) return RUNAWAY_UNBOUNDED;
  return goes_to_infinity(r) ? RUNAWAY_INFINITE : RUNAWAY_NONE;
}

bool runaway_looks(const Engine *e) { return !e->plan->derivation->fixed_step && engine_numbers(e) <= ENTRIES_MOST; }

/* Far out on the way, where the rest follows by some passes: lower than where the run ended, and no higher still farther out. Only where
 * the loss hardly changes when nothing follows; most rise at once. */
static bool leap(Ray *r, const double *last)
{
  enum { FOLLOWS = 25 };
  static const double out[] = { 10, 16 }, hardly = 0.01;
  double loss[2], from, end, room;
  engine_set_point(r->engine, last);
  if (!engine_loss(r->engine, &end) || !goes_to_infinity(r) || !loss_at(r, 0, &from) || !(from > end)) return false;
  room = end + hardly * (from - end);
  for (int i = 0; i < 2; i++) {
    if (!loss_at(r, out[i], &loss[i]) || !(loss[i] <= room)) return false;
    engine_restart(r->engine);
    for (int pass = 0; pass < FOLLOWS; pass++) {
      double before, after;
      if (!engine_pass(r->engine, &before, &after, &(char *){ NULL })) return false;
    }
    if (!engine_loss(r->engine, &loss[i]) || !(loss[i] < end - rounding_here(r, loss[i]) / 64)) return false;
    if (i == 1 && loss[1] > loss[0] + rounding_here(r, loss[1])) return false;
  }
  return true;
}

/* ---- a slope that is left ------------------------------------------------------------------------------------------------------------ */

/* Where a run rests on a direction in which the loss does not bend, a slope along it may be left, for a step of least norm does not go there.
 * The ways become those straight down, by differences in the unbounded numbers, as they are or in units that make all second derivatives
 * equal: a step of least norm in either leaves just that slope. False: there are too many numbers, or nothing is left. */
static bool slope_left(Ray *r, const double *last, bool in_units)
{
  enum { NUMBERS_MOST = 50 };
  static const double work_most = 1e6, reach = 1e-4;
  const Loss *loss = r->engine->loss;
  double numbers = 1 + engine_data(r->engine), here, up, down, most = 0;
  if (r->count > NUMBERS_MOST || (double)r->count * numbers > work_most) return false;
  int64_t at = 0;
  for (int64_t i = 0; i < r->count; i++) r->way[i] = (Way){ last[i], 0, NAN, 0 };
  if (!loss_at(r, 0, &here)) return false;
  for (int p = 0; p < loss->nparams; p++) {
    const Param *param = &loss->param[p];
    int64_t n = array_count(engine_touch(r->engine, param->sym));
    for (int64_t k = 0; k < n; k++, at++) {
      if (param->sym->domain.kind != DOMAIN_REAL || !has_entry_free(param, k)) continue;
      Way *w = &r->way[at];
      double h = reach * fmax(1, fabs(last[at]));
      w->step = h;
      bool defined = loss_at(r, 1, &up);
      w->step = -h;
      defined = defined && loss_at(r, 1, &down);
      w->step = 0;
      if (!defined || !isfinite(up - down)) return false;
      if (!(fabs(up - down) > 16 * rounding_here(r, up))) continue;
      double bend = (up - here + (down - here)) / (h * h);
      w->moved = in_units ? (down - up) / (2 * h) / bend : (down - up) / (2 * h);
      if (!(bend > 0) && in_units) return false;
      most = fmax(most, fabs(w->moved));
    }
  }
  for (int64_t i = 0; i < r->count && most > 0; i++) r->way[i].step = fabs(r->way[i].moved) < small_share * most ? 0 : r->way[i].moved / most;
  return most > 0;
}

/* factors before the end of the run at which a way begins: where a run ended very far out rounding hides the last falls */
static Runaway follow_all(Ray *r, const double *earlier, const double *last)
{
  static const double few[] = { 16, 4096, 0x1p26 }, far[] = { 5, 0.2 };
  Runaway found = set_ways(r, earlier, last, few[0], SLOW) ? follow(r) : RUNAWAY_NONE;
  if (found == RUNAWAY_NONE && set_ways(r, earlier, last, few[0], SWIFT)) found = follow(r);
  for (size_t i = 0; i < sizeof far / sizeof *far && found == RUNAWAY_NONE; i++)
    if (keep_far(r, last, far[i])) found = follow(r);
  if (found == RUNAWAY_NONE && leap(r, last)) return RUNAWAY_INFINITE;
  for (size_t i = 1; i < sizeof few / sizeof *few && found == RUNAWAY_NONE; i++) {
    if (!set_ways(r, earlier, last, few[i], SWIFT) || !(r->farthest > log(few[i]))) break;
    for (int64_t k = 0; k < r->count; k++)                 /* each way leads beyond the end */
      if (!isnan(r->way[k].end)) r->way[k].step *= fmax(1, ceil((log2(few[i]) + 6) / DOUBLINGS));
    keep_far(r, last, far[0]);
    found = follow(r);
  }
  return found;
}

/* Nothing goes anywhere: no number has changed by a thousandth of itself for three quarters of the run. Asked where a look at the loss is dear. */
static bool stays(const double *earlier, const double *last, int64_t n)
{
  static const double hardly = 1e-3;
  for (int64_t i = 0; i < n; i++) if (!(fabs(last[i] - earlier[i]) <= hardly * fabs(last[i]))) return false;
  return true;
}

Runaway runaway_test(Engine *e, const double *earlier, const double *last, const char **what, const Symbol **gone)
{
  if (!engine_is_cheap(e) && stays(earlier, last, engine_numbers(e))) return RUNAWAY_NONE;
  Ray r = { .engine = e, .count = engine_numbers(e) };
  Runaway found = RUNAWAY_NONE;
  r.way = malloc((size_t)r.count * sizeof *r.way);
  r.point = malloc((size_t)r.count * sizeof *r.point);
  if (r.way && r.point) found = follow_all(&r, earlier, last);
  for (int in_units = 0; in_units < 2 && found == RUNAWAY_NONE && r.way && r.point; in_units++)
    if (slope_left(&r, last, in_units)) found = follow(&r);
  if (found != RUNAWAY_NONE) *what = describe(&r, gone);
  free(r.way);
  free(r.point);
  return found;
}
