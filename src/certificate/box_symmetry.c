/* box_symmetry.c: see box_symmetry.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate/box_symmetry.h"
#include "certificate/vanish.h"
#include "expr/diff.h"
#include <math.h>
#include <string.h>

static bool leaves(Pool *pool, const Expr *g, int n, Symbol *const *symbol, unsigned set, bool scales)
{
  static const struct { int p, q; } degrees[] = { { 0, 1 }, { 1, 1 }, { 2, 1 }, { -1, 1 }, { 1, 2 } };
  const Expr *sum = expr_num(pool, 0);
  const char *why;
  for (int i = 0; i < n; i++) {
    if (!(set >> i & 1)) continue;
    const Expr *d = expr_diff(pool, g, symbol[i], NULL, &why);
    if (!d) return false;
    sum = expr_add(pool, sum, scales ? expr_mul(pool, expr_access(pool, symbol[i], NULL), d) : d);
  }
  for (size_t k = 0; k < (scales ? sizeof degrees / sizeof *degrees : 1); k++)
    if (expr_vanishes(pool, expr_sub(pool, sum, expr_mul(pool, expr_rat(pool, degrees[k].p, degrees[k].q), g)))) return true;
  return false;
}

int box_reduce(Pool *pool, const Expr *g, int n, Symbol *const *symbol, int nsets, const unsigned *set, Range *side)
{
  double row[BOX_MOST][BOX_MOST] = { { 0 } };
  int chosen[BOX_MOST], rows = 0;
  bool scales = true;
  unsigned all = 0;
  for (int k = 0; k < nsets; k++) all |= set[k];
  for (int i = 0; i < n; i++) if (all >> i & 1) scales = scales && side[i].lo > 0;
  for (int k = 0; k < nsets && rows < BOX_MOST; k++) {
    if (!leaves(pool, g, n, symbol, set[k], scales)) continue;
    double *r = row[rows];
    for (int i = 0; i < n; i++) r[i] = set[k] >> i & 1;
    for (int m = 0; m < rows; m++) {
      double factor = r[chosen[m]];
      for (int i = 0; i < n; i++) r[i] -= factor * row[m][i];
    }
    int pivot = -1;
    for (int i = 0; i < n && pivot < 0; i++) if (fabs(r[i]) > 0.5) pivot = i;
    if (pivot < 0) { memset(r, 0, sizeof row[rows]); continue; }
    double by = r[pivot];
    for (int i = 0; i < n; i++) r[i] /= by;
    for (int m = 0; m < rows; m++) {
      double factor = row[m][pivot];
      for (int i = 0; i < n; i++) row[m][i] -= factor * r[i];
    }
    chosen[rows++] = pivot;
  }
  double lo[BOX_MOST], hi[BOX_MOST];
  for (int i = 0; i < n; i++) {
    lo[i] = scales && all >> i & 1 ? log(side[i].lo) : side[i].lo;
    hi[i] = scales && all >> i & 1 ? log(side[i].hi) : side[i].hi;
  }
  for (int i = 0; i < n && rows; i++) {
    if (!(all >> i & 1)) continue;
    double l = lo[i], h = hi[i];
    bool own = false;
    for (int m = 0; m < rows; m++) {
      double r = row[m][i];
      own |= chosen[m] == i;
      l -= r > 0 ? r * hi[chosen[m]] : r * lo[chosen[m]];
      h -= r > 0 ? r * lo[chosen[m]] : r * hi[chosen[m]];
    }
    if (own) l = h = 0;
    side[i] = range_closed(scales ? exp(l) : l, scales ? exp(h) : h);
  }
  return rows;
}
