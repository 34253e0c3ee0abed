/* accel_anderson.c: mixing of the last few steps (Walker and Ni 2011), damped (Henderson and Varadhan 2019). With f = M(u) - u,
 * and the differences dX, dF of the last points and of their f, the next point is u + f - (dX + dF) g, where g minimises
 * |f - dF g|^2 + lambda |g|^2. lambda makes |g|^2 a part delta of what it would be without, delta = 1 / (1 + 1.2^(25 - s)) after
 * s accepted steps. The windows are emptied every so often: old differences belong to another place.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/accel_internal.h"
#include <float.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>

enum { REFUSED = 2, LEAST = -50 };         /* a refused step counts as so many accepted ones less: more damping; down to this */
enum { STEPS = ACCEL_COLUMNS, BASIS = 2 * STEPS, STEP = 3 * STEPS, VECTORS };      /* dF, dX, room for the decomposition, f */

/* |g|^2 for this lambda, from the singular values and c = U'f */
static double norm_of(int m, const double *sv, const double *c, double lambda)
{
  double sum = 0;
  for (int i = 0; i < m; i++) sum += (sv[i] * c[i] / (sv[i] * sv[i] + lambda)) * (sv[i] * c[i] / (sv[i] * sv[i] + lambda));
  return sum;
}

/* lambda with |g(lambda)|^2 = share * |g(0)|^2: the norm falls as lambda grows */
static double damping(int m, const double *sv, const double *c, double share)
{
  double want = share * norm_of(m, sv, c, 0), low = -300, high = 0, unit = sv[0] * sv[0];
  while (norm_of(m, sv, c, unit * pow(10, high)) > want && high < 300) high += 2;
  for (int i = 0; i < 60; i++) {
    double middle = (low + high) / 2;
    *(norm_of(m, sv, c, unit * pow(10, middle)) > want ? &low : &high) = middle;
  }
  return unit * pow(10, high);
}

/* g of the problem above for m columns; false: the columns say nothing */
static bool coefficients(const Accel *a, int m, const double *f, int accepted, double *g)
{
  double sv[STEPS], c[STEPS], vt[STEPS * STEPS], scrap[STEPS], *basis = a->vector[BASIS];
  for (int j = 0; j < m; j++) memcpy(basis + j * a->n, a->vector[j], (size_t)a->n * sizeof *basis);
  if (LAPACKE_dgesvd(LAPACK_COL_MAJOR, 'O', 'S', (int)a->n, m, basis, (int)a->n, sv, NULL, 1, vt, m, scrap)) return false;
  int rank = 0;
  while (rank < m && sv[rank] > sv[0] * DBL_EPSILON * STEPS) rank++;
  if (rank == 0) return false;
  for (int j = 0; j < rank; j++) c[j] = accel_dot(a, basis + j * a->n, f);
  double lambda = damping(rank, sv, c, 1 / (1 + pow(1.2, 25 - accepted)));
  for (int i = 0; i < m; i++) g[i] = 0;
  for (int j = 0; j < rank; j++)
    for (int i = 0; i < m; i++) g[i] += vt[i * m + j] * sv[j] * c[j] / (sv[j] * sv[j] + lambda);
  return true;
}

static int window(const Accel *a, const AccelPoint *u)
{
  int64_t free = 0;
  for (int64_t i = 0; i < a->n; i++) free += isfinite(u->u[i]);
  int64_t m = (free + 1) / 2;
  return m > STEPS ? STEPS : (int)m;
}

static void run(Accel *a)
{
  AccelPoint *u = &a->point[0], *g = &a->point[1], *t = &a->point[2], *image = &a->point[3];
  double *f = a->vector[STEP], gamma[STEPS];
  int most = window(a, u), m = 0, accepted = 0;
  bool sure = true;                                        /* false: a plain step must say whether this is the end */
  if (!accel_plain(a, NULL, u, g)) return;
  for (int step = 1;; step++) {
    bool taken = false;
    accel_difference(a, g->u, u->u, f);
    bool tries = m > 0 && sure && coefficients(a, m, f, accepted, gamma);
    if (tries) {
      for (int64_t i = 0; i < a->n; i++) {
        double back = 0;
        for (int j = 0; j < m; j++) back += gamma[j] * (a->vector[STEPS + j][i] + a->vector[j][i]);
        t->u[i] = g->u[i] - back;
      }
      if (!accel_try(a, g, t, image, u->loss, &taken)) return;
    }
    if (taken) {
      accepted++;
      sure = !accel_is_still(a, t->loss, u->loss);
    } else {
      sure = true;
      if (tries) accepted = accepted - REFUSED < LEAST ? LEAST : accepted - REFUSED;
      if (!accel_plain(a, u, g, image)) return;
      accel_swap(t, g);                                    /* the new point is in t, its image in image */
    }
    if (step % (most + 1) == 0) m = 0;
    else if (m < most) {
      accel_difference(a, t->u, u->u, a->vector[STEPS + m]);
      accel_difference(a, image->u, t->u, a->vector[m]);
      for (int64_t i = 0; i < a->n; i++) a->vector[m][i] -= f[i];
      m++;
    }
    accel_swap(u, t);
    accel_swap(g, image);
  }
}

const AccelScheme accel_anderson = { .name = "anderson", .vectors = VECTORS, .run = run };
