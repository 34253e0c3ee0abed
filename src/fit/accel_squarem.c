/* accel_squarem.c: squared extrapolation (Varadhan and Roland 2008). With r = M(u) - u and v = M(M(u)) - M(u) - r the next point is
 * u - 2 a r + a^2 v, where a = -|r| / |v| lies in [-cap, -1]; a = -1 gives M(M(u)). The cap grows while steps as long as it
 * succeed, and shrinks when one of them fails. A failed step is not tried again shorter: that costs more calls than it saves.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/accel_internal.h"
#include <math.h>

static const double cap_least = 4, cap_factor = 4;

static void run(Accel *a)
{
  AccelPoint *u = &a->point[0], *u1 = &a->point[1], *u2 = &a->point[2], *t = &a->point[3], *image = &a->point[4];
  double *r = a->vector[0], *v = a->vector[1], cap = cap_least;
  if (!accel_plain(a, NULL, u, u1)) return;
  while (accel_plain(a, u, u1, u2)) {
    accel_difference(a, u1->u, u->u, r);
    accel_difference(a, u2->u, u1->u, v);
    for (int64_t i = 0; i < a->n; i++) v[i] -= r[i];
    double rr = accel_dot(a, r, r), vv = accel_dot(a, v, v), s = -sqrt(rr / vv);
    bool accepted = false;
    if (vv > 0 && s < -1) {
      bool capped = s <= -cap;
      if (capped) s = -cap;
      for (int64_t i = 0; i < a->n; i++) t->u[i] = u2->u[i] - 2 * (s + 1) * r[i] + (s * s - 1) * v[i];
      if (!accel_try(a, u2, t, image, u->loss, &accepted)) return;
      if (capped) cap = accepted ? cap * cap_factor : fmax(cap_least, cap / cap_factor);
    }
    if (accepted) {
      accel_swap(u, t);
      accel_swap(u1, image);
    } else {
      AccelPoint was = *u1;
      accel_swap(u, u2);
      if (!accel_plain(a, &was, u, u1)) return;
    }
  }
}

const AccelScheme accel_squarem = { .name = "squarem", .vectors = 2, .run = run };
