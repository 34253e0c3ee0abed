/* noise.c: see noise.h.
 *
 * On a line of points that differ in their last bits a smooth function is straight as far as numbers can tell, and what its second
 * differences leave is noise (R. W. Hamming, Introduction to Applied Numerical Analysis, 1971, chapter 6; J. J. More and S. M. Wild,
 * Estimating computational noise, SIAM Journal on Scientific Computing 33, 2011). Independent errors of variance s^2 have second
 * differences of variance 6 s^2. Two functions count: the loss at a point, and the loss after a pass from there, whose updates
 * round, too.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/noise.h"
#include "base/random.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { POINTS = 12 };
static const double spacing = 4 * DBL_EPSILON;
static const double certain = 6;          /* standard deviations, of errors that are no more normal than they need be */

/* the loss at the current point and after one pass from there, as an iteration sees them */
static bool losses(Engine *e, double *here, double *after)
{
  double unused;
  engine_restart(e);
  if (e->plan->ngroups == 0 && !engine_loss(e, here)) return false;
  if (!engine_pass(e, e->plan->ngroups == 0 ? &unused : here, after, &(char *){ NULL })) return false;
  if (isnan(*after) && !engine_pass(e, after, &unused, &(char *){ NULL })) return false;
  return isfinite(*here) && isfinite(*after);
}

static double deviation(const double *f)
{
  double sum = 0;
  for (int i = 0; i + 2 < POINTS; i++) sum += pow(f[i] - 2 * f[i + 1] + f[i + 2], 2);
  return sqrt(sum / (6 * (POINTS - 2)));
}

/* how each number moves; labels, and what the user fixed, do not */
static void set_way(const Engine *e, const double *x, double *way)
{
  Random random = random_stream(1, random_purpose("noise"), 0);
  for (int p = 0; p < e->loss->nparams; p++) {
    const Param *param = &e->loss->param[p];
    int64_t n = array_count(engine_touch(e, param->sym));
    bool stays = param->sym->domain.kind == DOMAIN_LABEL;
    for (int64_t k = 0; k < n; k++, x++, way++) *way = stays || (param->fixed && !isnan(param->fixed->data[k])) ? 0 : spacing * *x * (2 * random_uniform(&random) - 1);
  }
}

/* x + t way, not beyond the ends of an interval */
static void set_at(Engine *e, const double *x, const double *way, int t, double *at)
{
  double *to = at;
  for (int p = 0; p < e->loss->nparams; p++) {
    const Domain *d = &e->loss->param[p].sym->domain;
    bool bounded = d->kind == DOMAIN_INTERVAL;
    int64_t n = array_count(engine_touch(e, e->loss->param[p].sym));
    for (int64_t k = 0; k < n; k++, x++, way++, to++) {
      *to = *x + t * *way;
      if (bounded && (*to < d->lo || *to > d->hi)) *to = *x;
    }
  }
  engine_set_point(e, at);
}

double noise_measure(Engine *e)
{
  size_t n = (size_t)engine_numbers(e);
  double here[POINTS], after[POINTS], *x = malloc((3 * n + 1) * sizeof *x), *way = x ? x + n : NULL, *at = x ? way + n : NULL;
  bool ok = x != NULL;
  if (ok) engine_get_point(e, x);
  if (ok) set_way(e, x, way);
  for (int t = 0; ok && t < POINTS; t++) {
    set_at(e, x, way, t, at);
    ok = losses(e, &here[t], &after[t]);
  }
  if (x) engine_set_point(e, x);
  engine_restart(e);
  free(x);
  return ok ? certain * hypot(deviation(here), deviation(after)) : 0;
}
