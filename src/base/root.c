/* root.c: see root.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/root.h"
#include <float.h>
#include <math.h>

static const double near_enough = 1e-8;   /* Newton's next error is its square */

static double middle(double lo, double hi)
{
  if (lo < 0 && hi > 0) return fmax(-lo, hi) > 1e3 * fmin(-lo, hi) || -lo == hi ? 0 : lo / 2 + hi / 2;
  if (lo > 0 && hi > 4 * lo) return sqrt(lo) * sqrt(hi);
  if (lo == 0 && hi > 1) return sqrt(hi);
  if (hi == 0 && lo < -1) return -sqrt(-lo);
  if (hi < 0 && lo < 4 * hi) return -sqrt(-lo) * sqrt(-hi);
  return lo / 2 + hi / 2;
}

/* between the ends, or outward where there is none */
static double halfway(Root *r)
{
  if (isfinite(r->lo) && isfinite(r->hi)) {
    double width = r->hi - r->lo, share = r->share;
    if (isnan(r->below) == isnan(r->above)) return middle(r->lo, r->hi);
    r->share *= share;                                     /* one end may be the answer: towards it ever faster */
    return isnan(r->below) ? r->lo + share * width : r->hi - share * width;
  }
  r->reach *= 4;
  if (isfinite(r->lo)) return r->lo + r->reach;
  return isfinite(r->hi) ? r->hi - r->reach : 0;
}

static void finish(Root *r, double t)
{
  r->t = t;
  r->done = true;
}

void root_start(Root *r, double lo, double hi, double from)
{
  *r = (Root){ .lo = lo, .hi = hi, .below = NAN, .above = NAN, .width = INFINITY, .share = 0.25 };
  r->reach = fmax(0.25, fmax(isfinite(lo) ? fabs(lo) : 0, isfinite(hi) ? fabs(hi) : 0) / 4);
  if (isnan(lo) || isnan(hi)) finish(r, NAN);
  else if (lo >= hi) finish(r, lo);
  else r->t = from > lo && from < hi ? from : halfway(r);
}

/* a point inside the bracket by the values at its ends; NAN: one is not known */
static double by_chord(const Root *r)
{
  return isfinite(r->below) && isfinite(r->above) && isfinite(r->lo) && isfinite(r->hi) ? r->lo - r->below * (r->hi - r->lo) / (r->above - r->below) : NAN;
}

void root_step(Root *r, double value, double slope)
{
  if (r->done) return;
  double t = r->t;
  if (r->beyond) {                                         /* at a jump the value is the middle: does the second half lie behind hi, or between lo and hi? */
    finish(r, value - r->above > (r->above - r->below) / 2 ? r->hi : r->lo);
    return;
  }
  if (value == 0) { finish(r, t); return; }
  r->flat = value == (value < 0 ? r->below : r->above) ? r->flat + 1 : 0;
  if (value < 0) {
    r->lo = t;
    r->below = value;
  } else {                                                 /* what is no number lies beyond */
    r->hi = t;
    r->above = isnan(value) ? INFINITY : value;
  }
  double step = slope > 0 && isfinite(value) ? -value / slope : NAN;
  if (fabs(step) <= near_enough * fabs(t) && t + step >= r->lo && t + step <= r->hi) { finish(r, t + step); return; }
  if (isfinite(r->lo) && isfinite(r->hi) && nextafter(r->lo, INFINITY) >= r->hi) {        /* a jump, or as near as numbers are */
    if (isnan(r->below) || !isfinite(r->above)) finish(r, isnan(r->below) ? r->hi : r->lo);
    r->t = r->done ? r->t : nextafter(r->hi, INFINITY);
    r->beyond = !r->done;
    return;
  }
  double u = isnan(step) ? by_chord(r) : t + step, width = r->hi - r->lo;
  r->slow = width > r->width / 2 ? r->slow + 1 : 0;
  if (r->slow == 0) r->width = width;
  bool newton = !isnan(step) && fabs(step) <= fabs(r->reach) / 2;     /* it closes in, though one end may stay where it is */
  if (!newton && (r->slow >= 2 || r->flat >= 2)) {
    u = NAN;
    r->slow = 0;
    r->width = width;
  }
  if (!(u > r->lo && u < r->hi)) u = halfway(r);
  else if (isfinite(r->lo) && isfinite(r->hi)) r->reach = fabs(u - t);
  if (!(u > r->lo && u < r->hi)) { finish(r, isnan(r->below) ? r->lo : r->hi); return; }
  r->t = u;
}
