/* accel_qn.c: quasi-Newton on the fixed-point equation (Zhou, Alexander and Lange 2011). The last pairs of columns
 * U = M(u) - u and V = M(M(u)) - M(u) say how M changes steps: V = M' U. The next point is M(u) - V (U'U - U'V)^-1 U' (u - M(u)).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/accel_internal.h"
#include <lapacke.h>
#include <math.h>

enum { SECANTS = 2 };

/* w = (U'U - U'V)^-1 U' r */
static bool solve(const Accel *a, double *const *u, double *const *v, int q, const double *r, double *w)
{
  double m[SECANTS * SECANTS];
  int pivot[SECANTS];
  for (int i = 0; i < q; i++) {
    for (int j = 0; j < q; j++) m[i * q + j] = accel_dot(a, u[i], u[j]) - accel_dot(a, u[i], v[j]);
    w[i] = accel_dot(a, u[i], r);
  }
  if (LAPACKE_dgesv(LAPACK_ROW_MAJOR, q, 1, m, q, pivot, w, 1)) return false;
  for (int i = 0; i < q; i++)
    if (!isfinite(w[i])) return false;
  return true;
}

static void run(Accel *a)
{
  AccelPoint *u = &a->point[0], *g = &a->point[1], *gg = &a->point[2], *t = &a->point[3], *image = &a->point[4];
  double *const *us = a->vector, *const *vs = a->vector + SECANTS, w[SECANTS];
  int pairs = 0, newest = 0;
  if (!accel_plain(a, NULL, u, g)) return;
  while (accel_plain(a, u, g, gg)) {
    newest = (newest + 1) % SECANTS;
    if (pairs < SECANTS) newest = pairs++;
    accel_difference(a, g->u, u->u, us[newest]);
    accel_difference(a, gg->u, g->u, vs[newest]);
    bool accepted = false;
    if (solve(a, us, vs, pairs, us[newest], w)) {          /* u - M(u) is the newest column, negated */
      for (int64_t i = 0; i < a->n; i++) {
        t->u[i] = g->u[i];
        for (int j = 0; j < pairs; j++) t->u[i] += vs[j][i] * w[j];
      }
      if (!accel_try(a, gg, t, image, g->loss, &accepted)) return;
    }
    if (accepted) {
      accel_swap(u, t);
      accel_swap(g, image);
    } else {
      AccelPoint was = *g;
      accel_swap(u, gg);
      if (!accel_plain(a, &was, u, g)) return;
    }
  }
}

const AccelScheme accel_qn = { .name = "qn", .vectors = 2 * SECANTS, .run = run };
