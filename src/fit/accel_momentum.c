/* accel_momentum.c: extrapolation from one application of the map: Nesterov's momentum with restarts, M(u) + (c - 1)/c+ (M(u) - M(u before)),
 * c+ = (1 + sqrt(1 + 4 c^2))/2, and over-relaxation (Salakhutdinov and Roweis 2003), u + h (M(u) - u) with h growing while the loss falls.
 * A point that does not lie lower gives way to the plain image, and both begin anew.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/accel_internal.h"
#include <math.h>
#include <string.h>

/* The next point from u, its image g and the image before; false: nothing beyond g. `state` is 1 at first and after a failure */
typedef bool (*Extrapolate)(const Accel *, const AccelPoint *u, const AccelPoint *g, const double *before, double *state, double *t);

static bool by_momentum(const Accel *a, const AccelPoint *u, const AccelPoint *g, const double *before, double *state, double *t)
{
  double next = (1 + sqrt(1 + 4 * *state * *state)) / 2, weight = (*state - 1) / next;
  (void)u;
  *state = next;
  for (int64_t i = 0; i < a->n; i++) t[i] = g->u[i] + (isfinite(g->u[i] - before[i]) ? weight * (g->u[i] - before[i]) : 0);
  return weight > 0;
}

static bool by_excess(const Accel *a, const AccelPoint *u, const AccelPoint *g, const double *before, double *state, double *t)
{
  static const double growth = 1.1;
  (void)before;
  *state *= growth;
  for (int64_t i = 0; i < a->n; i++) t[i] = g->u[i] + (isfinite(g->u[i] - u->u[i]) ? (*state - 1) * (g->u[i] - u->u[i]) : 0);
  return true;
}

static void run(Accel *a, Extrapolate extrapolate)
{
  AccelPoint *u = &a->point[0], *g = &a->point[1], *t = &a->point[2], *image = &a->point[3];
  double *before = a->vector[0], state = 1;
  if (!accel_plain(a, NULL, u, g)) return;
  memcpy(before, g->u, (size_t)a->n * sizeof *before);
  for (;;) {
    bool accepted = false, still = false;
    bool beyond = extrapolate(a, u, g, before, &state, t->u);
    memcpy(before, g->u, (size_t)a->n * sizeof *before);
    if (beyond) {
      if (!accel_try(a, g, t, image, u->loss, &accepted)) return;
      still = accepted && accel_is_still(a, t->loss, u->loss);
    }
    if (accepted) {
      accel_swap(u, t);
      accel_swap(g, image);
    } else if (beyond) {
      state = 1;
    }
    if (accepted && !still) continue;
    AccelPoint was = *u;
    accel_swap(u, g);
    if (!accel_plain(a, &was, u, g)) return;
  }
}

static void run_nesterov(Accel *a) { run(a, by_momentum); }
static void run_overrelaxed(Accel *a) { run(a, by_excess); }

const AccelScheme accel_nesterov = { .name = "nesterov", .vectors = 1, .run = run_nesterov };
const AccelScheme accel_overrelaxed = { .name = "overrelaxed", .vectors = 1, .run = run_overrelaxed };
