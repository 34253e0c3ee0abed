/* gradient_sampling.c: see gradient_sampling.h.
 *
 * The points are drawn from a cube around u, by streams that depend on the number of the call alone. The shortest vector of
 * the hull, min |sum_i w_i g_i| over the simplex, is found by pairwise Frank-Wolfe steps on the Gram matrix (Lacoste-Julien and
 * Jaggi 2015), which moves weight from the worst gradient in use to the best one.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/gradient_sampling.h"
#include "base/random.h"
#include "fit/vectors.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { HALVINGS = 40, PAIR_STEPS = 4000 };
static const double widest = 0.1, narrowest = 1e-10, shrink = 0.1;      /* radii, in units of the coordinates */
static const double sufficient = 1e-6;    /* of the decrease that the direction promises */
static const double shortest_step = 0.01; /* radii: where only less is to be had, the kinks lie closer than the points that were drawn */

struct Sampling {
  int n, m;                               /* m gradients: at u and around it */
  double *memory;
  double *g, *gram, *w, *product, *d, *trial;           /* m x n; m x m; m weights of the hull; gram w; the direction; a point */
  double radius;
  uint64_t calls;
};

Sampling *sampling_new(Arena *arena, int n)
{
  Sampling *s = ARENA_NEW(arena, Sampling);
  size_t k = (size_t)n, m = 2 * k + 1;
  s->n = n;
  s->m = (int)m;
  double *x = s->memory = calloc(m * k + m * m + 2 * m + 2 * k, sizeof *x);
  if (!x) return NULL;
  s->g = x; x += m * k;
  s->gram = x; x += m * m;
  s->w = x; x += m;
  s->product = x; x += m;
  s->d = x;
  s->trial = x + k;
  sampling_reset(s);
  return s;
}

void sampling_free(Sampling *s)
{
  if (!s) return;
  free(s->memory);
  s->memory = NULL;
}

void sampling_reset(Sampling *s)
{
  s->radius = widest;
  s->calls = 0;
}

/* gradients at u and at points around it; how many are defined. 0: the one at u is not */
static int sample_gradients(Sampling *s, const Objective *f, const double *u, double *value)
{
  Random random = random_stream(1, random_purpose("gradient sampling"), s->calls++);
  int m = 0;
  for (int i = 0; i < s->m; i++) {
    double *g = s->g + (size_t)m * (size_t)s->n;
    for (int k = 0; k < s->n; k++) s->trial[k] = u[k] + (i ? s->radius * (2 * random_uniform(&random) - 1) : 0);
    double v = f->evaluate(f->context, s->trial, g, NULL);
    if (i == 0) *value = v;
    bool defined = isfinite(v);
    for (int k = 0; k < s->n && defined; k++) defined = isfinite(g[k]);
    if (defined) m++;
    else if (i == 0) return 0;
  }
  return m;
}

/* the gradients of the hull with the least and, among those in use, the greatest product with its point sum_i w_i g_i */
static void extremes(const Sampling *s, int m, const double *product, int *least, int *greatest)
{
  *least = 0;
  *greatest = -1;
  for (int i = 0; i < m; i++) {
    if (product[i] < product[*least]) *least = i;
    if (s->w[i] > 0 && (*greatest < 0 || product[i] > product[*greatest])) *greatest = i;
  }
}

/* the shortest vector of the hull into d; its length */
static double shortest(Sampling *s, int m)
{
  size_t n = (size_t)s->n, k = (size_t)m;
  for (size_t i = 0; i < k; i++)
    for (size_t j = 0; j <= i; j++) s->gram[i * k + j] = s->gram[j * k + i] = dot(s->n, s->g + i * n, s->g + j * n);
  double *product = s->product;
  memset(s->w, 0, (size_t)s->m * sizeof *s->w);
  s->w[0] = 1;
  memcpy(product, s->gram, k * sizeof *product);
  for (int step = 0; step < PAIR_STEPS; step++) {
    int to, from;
    extremes(s, m, product, &to, &from);
    double gain = product[from] - product[to], length = dot(m, s->w, product);
    if (!(gain > 1e-9 * length)) break;
    const double *a = s->gram + (size_t)to * k, *b = s->gram + (size_t)from * k;
    double curve = a[to] + b[from] - 2 * a[from], t = curve > 0 ? fmin(s->w[from], gain / curve) : s->w[from];
    s->w[to] += t;
    s->w[from] -= t;
    for (size_t i = 0; i < k; i++) product[i] += t * (a[i] - b[i]);
  }
  memset(s->d, 0, n * sizeof *s->d);
  for (size_t i = 0; i < k; i++)
    for (size_t j = 0; j < n; j++) s->d[j] += s->w[i] * s->g[i * n + j];
  return sqrt(dot(s->n, s->d, s->d));
}

/* the longest step along -d of at most the objective's limits */
static double longest(const Sampling *s, const Objective *f)
{
  double t = INFINITY;
  for (int k = 0; f->most && k < s->n; k++)
    if (s->d[k] != 0) t = fmin(t, f->most[k] / fabs(s->d[k]));
  return t;
}

bool sampling_take(Sampling *s, const Objective *f, double *u, double *value)
{
  double size = 1;
  for (int k = 0; k < s->n; k++) size = fmax(size, fabs(u[k]));
  for (; s->radius >= narrowest; s->radius *= shrink) {
    double here;
    int m = sample_gradients(s, f, u, &here);
    if (!m) return false;
    double length = shortest(s, m);
    if (!(length * s->radius > 1e-14 * (1 + fabs(here)))) continue;
    double t = fmin(size / length, longest(s, f)), least = s->radius * shrink < narrowest ? 0 : shortest_step * s->radius / length;
    for (int tries = 0; tries < HALVINGS && t >= least; tries++, t /= 2) {
      for (int k = 0; k < s->n; k++) s->trial[k] = u[k] - t * s->d[k];
      *value = f->evaluate(f->context, s->trial, NULL, NULL);
      if (!(*value < here - sufficient * t * length * length)) continue;
      memcpy(u, s->trial, (size_t)s->n * sizeof *u);
      if (t * length > s->radius) s->radius = fmin(widest, s->radius / shrink);
      return true;
    }
  }
  s->radius = narrowest / shrink;                       /* when other parameters move there may be a way again */
  return false;
}
