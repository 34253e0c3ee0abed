/* guard.c: see guard.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/guard.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TRIES = 60 };
static const double enough = 1e-4;        /* of the fall that the slope promises */

struct Guard {
  Engine *engine;
  const PlanGroup *group;
  Runner *surrogate;
  int64_t n;                              /* numbers of the group's parameters */
  double *touch, *step;
  double stiffness;
};

Guard *guard_new(Engine *e, const PlanGroup *group)
{
  Guard *g = ARENA_NEW(pool_arena(e->pool), Guard);
  *g = (Guard){ .engine = e, .group = group };
  g->surrogate = runner_new(e->pool, e->store, &group->surrogate_list, e->crew, NULL, e->diags);
  for (int i = 0; i < group->nparams; i++) g->n += array_count(engine_touch(e, group->param[i]));
  g->touch = malloc((size_t)(2 * g->n + 1) * sizeof *g->touch);
  g->step = g->touch + g->n;
  guard_restart(g);
  if (g->surrogate && !g->touch) diag_add(e->diags, e->loss->span, MSG_FIT_MEMORY);
  if (g->surrogate && g->touch) return g;
  guard_free(g);
  return NULL;
}

void guard_free(Guard *g)
{
  if (!g) return;
  runner_free(g->surrogate);
  free(g->touch);
}

static void set_stiffness(Guard *g, double value)
{
  g->stiffness = value;
  if (g->group->stiffness) store_array(g->engine->store, g->group->stiffness)->data[0] = value;
}

void guard_restart(Guard *g) { set_stiffness(g, 1); }

static double value_of(Runner *r, Store *store, const Symbol *s) { return runner_run(r, NULL) ? store_array(store, s)->data[0] : NAN; }

/* the current point to touch + t * step */
static void move(Guard *g, double t)
{
  const double *from = g->touch, *step = g->step;
  for (int i = 0; i < g->group->nparams; i++) {
    Array *to = engine_touch(g->engine, g->group->param[i]);
    for (int64_t k = 0; k < array_count(to); k++) to->data[k] = t == 0 ? from[k] : t == 1 ? from[k] + step[k] : from[k] + t * step[k];
    from += array_count(to);
    step += array_count(to);
  }
}

/* where the update led, against where it began */
static void read_step(Guard *g)
{
  double *step = g->step;
  const double *from = g->touch;
  for (int i = 0; i < g->group->nparams; i++) {
    const Array *now = engine_touch(g->engine, g->group->param[i]);
    for (int64_t k = 0; k < array_count(now); k++) *step++ = now->data[k] - *from++;
  }
}

static void read_touch(Guard *g)
{
  double *to = g->touch;
  for (int i = 0; i < g->group->nparams; i++) {
    const Array *a = engine_touch(g->engine, g->group->param[i]);
    memcpy(to, a->data, (size_t)array_count(a) * sizeof *to);
    to += array_count(a);
  }
}

/* the new values themselves, to the last bit */
static double arrive(Guard *g, double *after)
{
  engine_advance(g->engine, g->group->nparams, g->group->param);
  if (!engine_loss(g->engine, after)) *after = NAN;
  return *after;
}

static bool raise_until_above(Guard *g, double before, bool (*again)(void *), void *context, double *after)
{
  double slack = 16 * DBL_EPSILON * fmax(g->engine->scale, fabs(before));
  for (int i = 0; i < TRIES; i++) {
    double q = value_of(g->surrogate, g->engine->store, g->group->surrogate), l = arrive(g, after);
    if (isfinite(l) && l <= q + slack && l <= before) {
      if (i == 0) set_stiffness(g, fmax(g->stiffness / 2, 1e-200));
      return true;
    }
    move(g, 0);
    set_stiffness(g, 2 * g->stiffness);
    if (!again(context)) return false;
  }
  return false;
}

static bool shorten_until_lower(Guard *g, double before, double *after)
{
  double fall = value_of(g->surrogate, g->engine->store, g->group->surrogate) - before;
  double l = arrive(g, after);
  read_step(g);
  for (int i = 0; i < TRIES; i++) {
    double t = ldexp(1, -i);
    if (i) {
      move(g, t);
      if (!engine_loss(g->engine, &l)) l = NAN;
    }
    *after = l;
    if (isfinite(l) && l <= before + enough * t * fmin(fall, 0)) return true;
  }
  return false;
}

void guard_advance(Guard *g, double before, bool (*again)(void *), void *context, double *after)
{
  read_touch(g);
  bool found = g->group->stiffness ? raise_until_above(g, before, again, context, after) : shorten_until_lower(g, before, after);
  if (found) return;
  move(g, 0);
  *after = before;
}
