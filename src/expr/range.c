/* range.c: see range.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/range.h"
#include <float.h>
#include <math.h>

const Range range_all = { -INFINITY, INFINITY, true, true, false };

Range range_between(double lo, bool lo_open, double hi, bool hi_open) { return (Range){ lo, hi, lo_open, hi_open, false }; }
Range range_closed(double lo, double hi) { return (Range){ lo, hi, isinf(lo), isinf(hi), false }; }

Range range_intersect(Range a, Range b)
{
  if (b.lo > a.lo || (b.lo == a.lo && b.lo_open)) { a.lo = b.lo; a.lo_open = b.lo_open; }
  if (b.hi < a.hi || (b.hi == a.hi && b.hi_open)) { a.hi = b.hi; a.hi_open = b.hi_open; }
  a.integer |= b.integer;
  return a;
}

Range range_hull(Range a, Range b)
{
  if (b.lo < a.lo || (b.lo == a.lo && !b.lo_open)) { a.lo = b.lo; a.lo_open = b.lo_open; }
  if (b.hi > a.hi || (b.hi == a.hi && !b.hi_open)) { a.hi = b.hi; a.hi_open = b.hi_open; }
  a.integer &= b.integer;
  return a;
}

/* 0 - x, not -x: an end at -0 would have -inf for its reciprocal */
Range range_negated(Range r) { return (Range){ 0 - r.hi, 0 - r.lo, r.hi_open, r.lo_open, r.integer }; }

bool range_contains(Range r, double v) { return (v > r.lo || (v == r.lo && !r.lo_open)) && (v < r.hi || (v == r.hi && !r.hi_open)); }

/* ---- ends ---------------------------------------------------------------------------------------------------------- */

typedef struct End { double v; bool open; } End;

double round_below(double v, bool exact) { return exact || v == 0 || isinf(v) ? v : v - 4 * DBL_EPSILON * fabs(v); }
double round_above(double v, bool exact) { return -round_below(-v, exact); }

void end_sum_add(EndSum *s, double v, bool open)
{
  double t = s->v + v, back = t - s->v, lost = (s->v - (t - back)) + (v - back);
  if (isfinite(t)) { s->exact &= lost == 0; s->error += DBL_EPSILON * fabs(t); }
  s->v = t;
  s->open |= open;
}

Range range_of_ends(EndSum lo, EndSum hi)
{
  double a = isnan(lo.v) ? -INFINITY : lo.exact || isinf(lo.v) ? lo.v : lo.v - 2 * lo.error;
  double b = isnan(hi.v) ? INFINITY : hi.exact || isinf(hi.v) ? hi.v : hi.v + 2 * hi.error;
  return range_between(a, lo.open || isinf(a), b, hi.open || isinf(b));
}

static End times(End a, End b)
{
  if (a.v == 0 || b.v == 0) return (End){ 0, !((a.v == 0 && !a.open) || (b.v == 0 && !b.open)) };
  double v = a.v * b.v;
  return (End){ v, a.open || b.open || isinf(v) };
}

static bool is_plain(Range r) { return isfinite(r.lo) && isfinite(r.hi) && r.lo != 0 && r.hi != 0; }

/* of what is so small that the error of its rounding is no number any more: the number beside it, but not beyond 0 */
static double tiny_product(double v, bool positive, bool up)
{
  double beside = nextafter(v, up ? INFINITY : -INFINITY);
  return positive == up ? beside : up ? fmin(beside, 0) : fmax(beside, 0);
}

static double product(double a, double b, bool up)
{
  static const double tiny = 0x1p-960;
  double v = a * b;
  if (a == 0 || b == 0) return 0;
  if (fabs(v) < tiny) return tiny_product(v, (a > 0) == (b > 0), up);
  if (isinf(v)) return isinf(a) || isinf(b) || (v > 0) == up ? v : copysign(DBL_MAX, v);       /* it is greater than all numbers, not infinite */
  bool exact = fma(a, b, -v) == 0;
  return up ? round_above(v, exact) : round_below(v, exact);
}

/* b > 0, no end is 0 or infinite: which ends meet is known */
static Range times_positive(Range a, Range b)
{
  bool low = a.lo < 0, high = a.hi > 0;
  double lo = product(a.lo, low ? b.hi : b.lo, false), hi = product(a.hi, high ? b.hi : b.lo, true);
  return (Range){ lo, hi, a.lo_open || (low ? b.hi_open : b.lo_open) || isinf(lo), a.hi_open || (high ? b.hi_open : b.lo_open) || isinf(hi), a.integer && b.integer };
}

Range range_times(Range a, Range b)
{
  if (is_plain(a) && is_plain(b)) {
    if (b.lo > 0) return times_positive(a, b);
    if (a.lo > 0) return times_positive(b, a);
    if (b.hi < 0) return times_positive(range_negated(a), range_negated(b));
    if (a.hi < 0) return times_positive(range_negated(b), range_negated(a));
  }
  End x[2] = { { a.lo, a.lo_open }, { a.hi, a.hi_open } }, y[2] = { { b.lo, b.lo_open }, { b.hi, b.hi_open } };
  Range r = { INFINITY, -INFINITY, true, true, a.integer && b.integer };
  for (int i = 0; i < 2; i++) {
    for (int j = 0; j < 2; j++) {
      End e = times(x[i], y[j]);
      double lo = product(x[i].v, y[j].v, false), hi = product(x[i].v, y[j].v, true);
      if (lo < r.lo) { r.lo = lo; r.lo_open = e.open; } else if (lo == r.lo) r.lo_open &= e.open;
      if (hi > r.hi) { r.hi = hi; r.hi_open = e.open; } else if (hi == r.hi) r.hi_open &= e.open;
    }
  }
  return r;
}

/* ---- powers ----------------------------------------------------------------------------------------------------------- */

static End power_end(double v, bool open, double power, bool up)
{
  double w = pow(v + 0, power);                                  /* never of -0 */
  bool exact = w == 0 || isinf(w) || (power == 2 && fma(v, v, -w) == 0) || (power == -1 && fma(v, w, -1) == 0) || v == 1;
  return (End){ up ? round_above(w, exact) : round_below(w, exact), open || isinf(w) };
}

/* x^p for x in r with r.lo >= 0 */
static Range power_of_nonnegative(Range r, double power)
{
  bool up = power > 0;
  End lo = up ? power_end(r.lo, r.lo_open, power, false) : power_end(r.hi, r.hi_open, power, false);
  End hi = up ? power_end(r.hi, r.hi_open, power, true) : power_end(r.lo, r.lo_open, power, true);
  return range_between(lo.v, lo.open, hi.v, hi.open);
}

Range range_power(Range b, double power)
{
  if (power == 0) return range_closed(1, 1);
  if (b.lo >= 0) return power_of_nonnegative(b, power);
  if (power != floor(power)) {                                   /* defined for nonnegative bases only */
    if (b.hi < 0) return range_all;
    b.lo = 0; b.lo_open = false;
    return power_of_nonnegative(b, power);
  }
  bool even = fmod(power, 2) == 0;
  if (b.hi <= 0) {
    Range r = power_of_nonnegative(range_negated(b), power);
    return even ? r : range_negated(r);
  }
  if (!even) {
    if (power < 0) return range_all;
    Range lo = range_negated(power_of_nonnegative(range_between(0, false, -b.lo, b.lo_open), power));
    return range_hull(lo, power_of_nonnegative(range_between(0, false, b.hi, b.hi_open), power));
  }
  Range left = range_between(0, false, -b.lo, b.lo_open), right = range_between(0, false, b.hi, b.hi_open);
  return power_of_nonnegative(range_hull(left, right), power);
}
