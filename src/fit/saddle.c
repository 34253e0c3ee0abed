/* saddle.c: see saddle.h.
 *
 * Near a point of rest a pass is x + J d for x + d, where J = 1 - inv(Q) H for the Hessians H of the loss and Q of the surrogate (or of
 * the damped step). Directions in which the loss bends downwards are those in which J stretches, and applied again and again J turns any
 * direction to these. No derivatives are needed. That the loss is lower on both sides is the proof; where a run is only slow it is lower on one.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/saddle.h"
#include "base/random.h"
#include "derive/derivation.h"
#include "fit/coordinates.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PASSES = 24, PASSES_FIRST = 8, DOUBLINGS = 14, NUMBERS_MOST = 2000 };
static const double zero = 1e-13;         /* what is called 0: rounding of numbers of size 1 */
static const double reach = 1e-4;         /* of the direction, in the units of the coordinates */
static const double flat = 0.95;          /* passes that shrink a direction by less go along one in which the loss hardly bends */
static const double shrinks = 0.5;        /* by so much in a pass after the first ones: nothing stretches */

typedef struct Saddle {
  Engine *engine;
  Coordinates *coordinates;
  int64_t n;
  double *x, *u, *d, *unit, *at, *image;  /* the point, its coordinates, the direction, its units; a coordinate vector; a point */
} Saddle;

/* a coordinate's unit is its size; that of a 0, to rounding, is the greatest of its parameter, or 1 */
static void set_units(Saddle *s)
{
  int64_t at = 0;
  for (int p = 0; p < s->engine->loss->nparams; p++) {
    int64_t n = array_count(engine_touch(s->engine, s->engine->loss->param[p].sym));
    double most = 0;
    for (int64_t k = at; k < at + n; k++) most = fmax(most, isfinite(s->u[k]) && fabs(s->u[k]) > zero ? fabs(s->u[k]) : 0);
    for (int64_t k = at; k < at + n; k++) s->unit[k] = isfinite(s->u[k]) && fabs(s->u[k]) > zero ? fabs(s->u[k]) : most > 0 ? most : 1;
    at += n;
  }
}

/* to a length of `reach`; the length before, in its units */
static double normalise(Saddle *s)
{
  double sum = 0;
  for (int64_t k = 0; k < s->n; k++) sum += s->d[k] / s->unit[k] * (s->d[k] / s->unit[k]);
  double length = sqrt(sum) / reach;
  for (int64_t k = 0; k < s->n && length > 0; k++) s->d[k] /= length;
  return length;
}

/* the engine to the point at t times the direction */
static void go_to(Saddle *s, double t)
{
  for (int64_t k = 0; k < s->n; k++) s->at[k] = s->u[k] + t * s->d[k];
  coordinates_put(s->coordinates, s->at, s->x, s->image);
  engine_set_point(s->engine, s->image);
}

static double loss_at(Saddle *s, double t)
{
  double loss;
  go_to(s, t);
  return engine_loss(s->engine, &loss) && isfinite(loss) ? loss : INFINITY;
}

/* the direction in which passes stretch most, and how much; false: there is none */
static bool turn(Saddle *s, double *stretch)
{
  Random random = random_stream(1, random_purpose("saddle"), 0);
  for (int64_t k = 0; k < s->n; k++) s->d[k] = isfinite(s->u[k]) ? s->unit[k] * random_normal(&random) : 0;
  normalise(s);
  for (int pass = 0; pass < PASSES; pass++) {
    double before, after;
    go_to(s, 1);
    if (!engine_pass(s->engine, &before, &after, &(char *){ NULL })) return false;
    engine_get_point(s->engine, s->image);
    coordinates_take(s->coordinates, s->image, s->at);
    for (int64_t k = 0; k < s->n; k++) s->d[k] = isfinite(s->at[k] - s->u[k]) ? s->at[k] - s->u[k] : 0;
    *stretch = normalise(s);
    if (!(*stretch > 0) || !isfinite(*stretch) || (pass >= PASSES_FIRST && *stretch < shrinks)) return false;
  }
  return true;
}

/* downhill on the side that is lower, as far as it goes on */
static bool descend(Saddle *s, double noise, double *loss)
{
  double floor = *loss - fmax(noise, 256 * DBL_EPSILON * engine_scale(s->engine, *loss));
  for (int k = 0; k < DOUBLINGS; k++) {
    double t = ldexp(1, k), right = loss_at(s, t), left = loss_at(s, -t);
    if (!(right < floor && left < floor)) continue;
    double side = right < left ? t : -t, best = fmin(right, left), next;
    while (++k < DOUBLINGS && (next = loss_at(s, 2 * side)) < best) {
      best = next;
      side *= 2;
    }
    *loss = loss_at(s, side);
    return true;
  }
  return false;
}

/* Where the loss is flat to second order it may fall to one side all the same, along a way that bends: some way out, passes lead to that way,
 * fast, and hardly farther. As far as it goes on. */
static bool slide(Saddle *s, double noise, double *loss)
{
  enum { SETTLES = 12, FAR_FIRST = 10 };
  double rest = *loss, best = rest - fmax(fmax(noise, s->engine->options->tol * fabs(rest)), 256 * DBL_EPSILON * engine_scale(s->engine, rest));
  bool found = false;
  for (int side = -1; side <= 1; side += 2)
    for (int k = FAR_FIRST; k <= DOUBLINGS; k++) {
      double before, after, now;
      bool ok = isfinite(loss_at(s, side * ldexp(1, k)));
      engine_restart(s->engine);
      for (int pass = 0; pass < SETTLES && ok; pass++) ok = engine_pass(s->engine, &before, &after, &(char *){ NULL });
      if (!ok || !engine_loss(s->engine, &now) || !(now < best) || !(now < rest - 256 * DBL_EPSILON * engine_scale(s->engine, now))) break;
      *loss = best = now;
      engine_get_point(s->engine, s->unit);                /* units are needed no longer */
      found = true;
    }
  if (!found) return false;
  memcpy(s->x, s->unit, (size_t)s->n * sizeof *s->x);
  engine_set_point(s->engine, s->x);
  return true;
}

bool saddle_leave(Engine *e, bool still, double noise, double *loss)
{
  Saddle s = { .engine = e, .n = engine_numbers(e) };
  if (s.n > NUMBERS_MOST || e->plan->derivation->fixed_step || !(still || engine_is_cheap(e))) return false;
  s.coordinates = coordinates_new(pool_arena(e->pool), e->loss);
  s.x = malloc((6 * (size_t)s.n + 1) * sizeof *s.x);
  bool found = false;
  if (s.coordinates && s.x) {
    s.u = s.x + s.n;
    s.d = s.u + s.n;
    s.unit = s.d + s.n;
    s.at = s.unit + s.n;
    s.image = s.at + s.n;
    engine_get_point(e, s.x);
    coordinates_take(s.coordinates, s.x, s.u);
    set_units(&s);
    double stretch;
    found = turn(&s, &stretch);
    engine_set_point(e, s.x);
    found = found && (descend(&s, noise, loss) || (stretch > flat && slide(&s, noise, loss)));
    if (!found) engine_set_point(e, s.x);
  }
  if (s.coordinates) coordinates_free(s.coordinates);
  free(s.x);
  return found;
}
