/* accel.c: see accel.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/accel_internal.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const AccelScheme *const schemes[] = { &accel_auto, &accel_squarem, &accel_anderson, &accel_qn, &accel_nesterov, &accel_overrelaxed };

const AccelScheme *accel_find(const char *name)
{
  for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
    if (!strcmp(schemes[i]->name, name)) return schemes[i];
  return NULL;
}

const char *accel_name(int i) { return i < (int)(sizeof schemes / sizeof *schemes) ? schemes[i]->name : NULL; }

Accel *accel_new(Arena *arena, const AccelScheme *scheme, const AccelMap *map)
{
  Accel *a = ARENA_NEW(arena, Accel);
  a->map = map;
  a->scheme = scheme;
  a->n = coordinates_count(map->coordinates);
  int vectors = (scheme == &accel_auto ? accel_choose(a->n) : scheme)->vectors;
  a->vector = ARENA_ARRAY(arena, double *, vectors + 1);
  double *m = a->memory = calloc((size_t)(2 * ACCEL_POINTS + vectors + 1) * (size_t)a->n + 1, sizeof *m);
  if (!m) return NULL;
  for (int i = 0; i < ACCEL_POINTS; i++, m += 2 * a->n) a->point[i] = (AccelPoint){ m, m + a->n, NAN };
  for (int i = 0; i < vectors; i++, m += a->n) a->vector[i] = m;
  a->best = m;
  return a;
}

void accel_free(Accel *a)
{
  if (a) free(a->memory);
}

static void keep_if_best(Accel *a, const double *x, double loss)
{
  if (!(loss < a->best_loss) || loss < a->map->least) return;
  memcpy(a->best, x, (size_t)a->n * sizeof *x);
  a->best_loss = loss;
}

/* false: no more calls */
static bool apply(Accel *a, AccelPoint *from, AccelPoint *image)
{
  const AccelMap *m = a->map;
  if (a->calls == m->calls) return false;
  from->loss = m->map(m->context, from->x, image->x);
  a->calls++;
  image->loss = NAN;
  coordinates_take(m->coordinates, image->x, image->u);
  keep_if_best(a, from->x, from->loss);
  return true;
}

/* the trace gets no word of the first call, which is about the start, and none of a step that is taken back */
static bool go_on(Accel *a)
{
  bool counts = a->calls > 1 && (a->verdict == GO_ON || a->verdict == STOP_CONVERGED);
  bool more = !counts || a->map->see(a->map->context, a->best_loss);
  return more && a->verdict == GO_ON;
}

bool accel_is_still(const Accel *a, double loss, double bar) { return a->map->tol > 0 && fabs(bar - loss) <= a->map->tol * fabs(loss); }

static Verdict judge(Accel *a, double before, double loss)
{
  if (isnan(loss) || loss < a->map->least) return STOP_BROKEN;
  if (loss > before && loss - before > a->map->rounding(a->map->context, loss)) {
    a->rise = loss - before;
    return STOP_ROSE;
  }
  return accel_is_still(a, loss, before) ? STOP_CONVERGED : GO_ON;
}

bool accel_plain(Accel *a, const AccelPoint *prior, AccelPoint *from, AccelPoint *image)
{
  a->hand = from->x;
  if (!apply(a, from, image)) return false;
  a->hand = image->x;
  if (prior) a->verdict = judge(a, prior->loss, from->loss);
  else if (isnan(from->loss)) a->verdict = STOP_BROKEN;
  return go_on(a);
}

bool accel_try(Accel *a, const AccelPoint *base, AccelPoint *t, AccelPoint *image, double bar, bool *accepted)
{
  coordinates_put(a->map->coordinates, t->u, base->x, t->x);
  coordinates_take(a->map->coordinates, t->x, t->u);
  if (!apply(a, t, image)) return false;
  *accepted = t->loss <= bar && t->loss >= a->map->least;
  if (!*accepted && isfinite(t->loss)) {                   /* beside a bent valley: has the map led back into it, and farther down? */
    image->loss = a->map->loss(a->map->context, image->x);
    if (image->loss < a->best_loss && image->loss <= bar && image->loss >= a->map->least) {
      if (!go_on(a)) return false;
      accel_swap(t, image);
      a->hand = t->x;
      if (!apply(a, t, image)) return false;
      *accepted = t->loss <= bar;
    }
  }
  if (*accepted) a->hand = image->x;
  return go_on(a);
}

void accel_difference(const Accel *a, const double *x, const double *y, double *out)
{
  for (int64_t i = 0; i < a->n; i++) out[i] = isfinite(x[i] - y[i]) ? x[i] - y[i] : 0;
}

double accel_dot(const Accel *a, const double *x, const double *y)
{
  double s = 0;
  for (int64_t i = 0; i < a->n; i++) s += x[i] * y[i];
  return s;
}

void accel_swap(AccelPoint *a, AccelPoint *b)
{
  AccelPoint c = *a;
  *a = *b;
  *b = c;
}

Verdict accel_run(Accel *a, double *x, double loss, double *rise)
{
  memcpy(a->point[0].x, x, (size_t)a->n * sizeof *x);
  memcpy(a->best, x, (size_t)a->n * sizeof *x);
  coordinates_take(a->map->coordinates, x, a->point[0].u);
  a->best_loss = loss;
  a->calls = 0;
  a->verdict = GO_ON;
  a->scheme->run(a);
  if (a->verdict == GO_ON && a->calls > 0) {               /* the last image has not been looked at */
    keep_if_best(a, a->hand, a->map->loss(a->map->context, a->hand));
    a->map->see(a->map->context, a->best_loss);
  }
  memcpy(x, a->best, (size_t)a->n * sizeof *x);
  *rise = a->rise;
  return a->verdict;
}
