/* accel_auto.c: the plain iteration as long as it is fast, then another scheme. Near the end of a fit the loss falls by almost the same
 * factor from step to step; where that factor is near 1 an extrapolation saves most of the steps that are left, and where it is not,
 * there is nothing to save. Which scheme follows depends on the number of unknowns alone: mixing of ten steps is the most even, but keeps
 * thirty vectors.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/accel_internal.h"

enum { FIRST = 6, SLOW_STEPS = 3, UNKNOWNS_MOST = 1000 };
static const double slow = 0.6;           /* below it a digit is won in less than five steps */

const AccelScheme *accel_choose(int64_t unknowns) { return unknowns <= UNKNOWNS_MOST ? &accel_anderson : &accel_squarem; }

static void run(Accel *a)
{
  AccelPoint *last = NULL, *here = &a->point[0], *next = &a->point[1], *spare = &a->point[2];
  double fell = 0;
  for (int step = 0, slow_steps = 0; slow_steps < SLOW_STEPS; step++) {
    double before = last ? last->loss : 0;
    if (!accel_plain(a, last, here, next)) return;
    if (last) {
      double falls = before - here->loss;
      slow_steps = step > FIRST && falls > slow * fell ? slow_steps + 1 : 0;
      fell = falls;
    }
    AccelPoint *free_one = last ? last : spare;
    last = here;
    here = next;
    next = free_one;
  }
  if (here != &a->point[0]) accel_swap(here, &a->point[0]);
  accel_choose(a->n)->run(a);
}

const AccelScheme accel_auto = { .name = "auto", .vectors = 0, .run = run };
