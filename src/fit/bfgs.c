/* bfgs.c: see bfgs.h.
 *
 * The inverse of the matrix is updated, h := (1 - r s y') h (1 - r y s') + r s s' with r = 1 / s'y (Nocedal and Wright 2006, 6.17); weak Wolfe
 * conditions make s'y positive. The line search halves an interval whose lower end decreases enough and is still too steep.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/bfgs.h"
#include "fit/vectors.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS_LEAST = 20, TRIES = 50 };
static const double sufficient = 1e-4, flatter = 0.9;   /* of the slope: for the decrease, for the slope behind it */
static const double first_length = 0.1;                 /* of the first step, in units of the coordinates */

struct Bfgs {
  int n;
  double *memory;
  double *h, *g, *d, *trial, *trial_g, *y, *hy;         /* n x n; the gradient, the direction, a point and its gradient, its change, h y */
  bool known;                                           /* h has seen a curvature */
};

Bfgs *bfgs_new(Arena *arena, int n)
{
  Bfgs *b = ARENA_NEW(arena, Bfgs);
  size_t k = (size_t)n;
  b->n = n;
  double *x = b->memory = calloc(k * k + 6 * k, sizeof *x);
  if (!x) return NULL;
  b->h = x; x += k * k;
  b->g = x; x += k;
  b->d = x; x += k;
  b->trial = x; x += k;
  b->trial_g = x; x += k;
  b->y = x;
  b->hy = x + k;
  return b;
}

void bfgs_free(Bfgs *b)
{
  if (!b) return;
  free(b->memory);
  b->memory = NULL;
}

void bfgs_reset(Bfgs *b) { b->known = false; }

static void set_multiple(Bfgs *b, double scale)
{
  memset(b->h, 0, (size_t)b->n * (size_t)b->n * sizeof *b->h);
  for (int i = 0; i < b->n; i++) b->h[(size_t)i * (size_t)b->n + (size_t)i] = scale;
}

static void multiply(const Bfgs *b, const double *x, double *out)
{
  for (int i = 0; i < b->n; i++) out[i] = dot(b->n, b->h + (size_t)i * (size_t)b->n, x);
}

/* d := -h g, by a step of `first_length` where h knows nothing; its slope, below 0 */
static double direction(Bfgs *b, const double *u)
{
  double size = 1, length = sqrt(dot(b->n, b->g, b->g));
  if (b->known) {
    multiply(b, b->g, b->d);
    for (int i = 0; i < b->n; i++) b->d[i] = -b->d[i];
    double slope = dot(b->n, b->g, b->d);
    if (slope < 0 && isfinite(slope)) return slope;
    b->known = false;
  }
  for (int i = 0; i < b->n; i++) size = fmax(size, fabs(u[i]));
  for (int i = 0; i < b->n; i++) b->d[i] = -b->g[i] * first_length * size / length;
  return -first_length * size * length;
}

static double longest(const Bfgs *b, const Objective *f)
{
  double t = INFINITY;
  for (int i = 0; f->most && i < b->n; i++)
    if (b->d[i] != 0) t = fmin(t, f->most[i] / fabs(b->d[i]));
  return t;
}

static double evaluate(Bfgs *b, const Objective *f, const double *u, double t)
{
  for (int i = 0; i < b->n; i++) b->trial[i] = u[i] + t * b->d[i];
  double v = f->evaluate(f->context, b->trial, b->trial_g, NULL);
  for (int i = 0; i < b->n; i++) if (!isfinite(b->trial_g[i])) return INFINITY;
  return isnan(v) ? INFINITY : v;
}

/* along d to the trial point; 0: no decrease */
static double search_line(Bfgs *b, const Objective *f, const double *u, double here, double slope, double *value)
{
  double end = longest(b, f), lo = 0, hi = INFINITY, t = fmin(1, end);
  for (int k = 0; k < TRIES; k++) {
    *value = evaluate(b, f, u, t);
    if (!(*value <= here + sufficient * t * slope)) hi = t;
    else if (dot(b->n, b->trial_g, b->d) < flatter * slope && t < end) lo = t;
    else return t;
    double next = isfinite(hi) ? lo + (hi - lo) / 2 : fmin(2 * t, end);
    if (next == t || next == lo) break;
    t = next;
  }
  if (lo > 0) *value = evaluate(b, f, u, lo);
  return lo;
}

static void learn(Bfgs *b, double t)
{
  int n = b->n;
  for (int i = 0; i < n; i++) b->y[i] = b->trial_g[i] - b->g[i];
  double sy = t * dot(n, b->d, b->y), yy = dot(n, b->y, b->y);
  if (!(sy > 1e-300) || !isfinite(yy)) return;
  if (!b->known) set_multiple(b, sy / yy);
  b->known = true;
  multiply(b, b->y, b->hy);
  double scale = (1 + dot(n, b->y, b->hy) / sy) / sy;
  for (int i = 0; i < n; i++) {
    double *row = b->h + (size_t)i * (size_t)n;
    double si = t * b->d[i], hi = b->hy[i];
    for (int j = 0; j < n; j++) row[j] += scale * si * t * b->d[j] - (hi * t * b->d[j] + si * b->hy[j]) / sy;
  }
}

bool bfgs_take(Bfgs *b, const Objective *f, double *u, double *value)
{
  double begin = f->evaluate(f->context, u, b->g, NULL), here = begin;
  if (!isfinite(here)) return false;
  for (int step = 0; step < STEPS_LEAST + b->n && dot(b->n, b->g, b->g) > 0; step++) {
    bool known = b->known;
    double slope = direction(b, u), next, t = search_line(b, f, u, here, slope, &next);
    if (!(t > 0)) {
      b->known = false;                                 /* once more from the gradient */
      if (known) continue;
      break;
    }
    learn(b, t);
    memcpy(u, b->trial, (size_t)b->n * sizeof *u);
    memcpy(b->g, b->trial_g, (size_t)b->n * sizeof *u);
    here = next;
  }
  *value = f->evaluate(f->context, u, NULL, NULL);
  return *value < begin;
}
