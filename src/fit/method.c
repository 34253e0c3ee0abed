/* method.c: see method.h.
 *
 * Newton: (H + lambda D) d = -g with a diagonal D that has the units of H, so that nothing depends on how a coordinate is
 * scaled; lambda is raised until the matrix is positive definite and the value falls enough, and relaxed after a success.
 * Within the rounding of the value a step is judged by the gradient instead, in the norm of the step's own matrix: near an
 * optimum the loss cannot rank points.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/method.h"
#include "fit/vectors.h"
#include <float.h>
#include <lapacke.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PAIRS = 10, NEWTON_TRIES = 60, SEARCH_TRIES = 60, ROUNDING_TRIES = 3 };
static const double lambda_least = 1e-13, lambda_first = 1e-3, lambda_most = 1e20;
static const double sufficient = 1e-4;    /* of the decrease that the slope promises */
static const double flatter = 0.9;        /* a step is long enough when the slope along it has fallen to this */

struct Method {
  MethodKind kind;
  int n;
  double *memory;
  double *g, *d, *trial, *gt, *w;         /* gradient, step, trial point, gradient there, scratch */
  double *h, *a, *metric, *ht;            /* Newton; Hessian at the trial point */
  double *s, *y, rho[PAIRS]; int npairs, newest;            /* L-BFGS: rows of s and y */
  double lambda, step, fixed;
  bool known; double value;               /* value and g are those at u */
};

Method *method_new(Arena *arena, MethodKind kind, int n, double fixed_step)
{
  Method *m = ARENA_NEW(arena, Method);
  size_t k = (size_t)n, vectors = 6, pairs = kind == METHOD_LBFGS ? 2 * PAIRS : 0, matrix = kind == METHOD_NEWTON ? k * k : 0;
  m->kind = kind;
  m->n = n;
  m->fixed = fixed_step;
  double *x = m->memory = calloc((vectors + pairs) * k + 3 * matrix + 1, sizeof *x);
  if (!x) return NULL;
  double **to[] = { &m->g, &m->d, &m->trial, &m->gt, &m->w, &m->metric };
  for (size_t i = 0; i < vectors; i++, x += k) *to[i] = x;
  if (pairs) { m->s = x; m->y = x + PAIRS * k; }
  if (matrix) { m->h = x; m->a = x + matrix; m->ht = x + 2 * matrix; }
  method_reset(m);
  return m;
}

void method_free(Method *m)
{
  if (!m) return;
  free(m->memory);
  m->memory = NULL;
}

void method_changed(Method *m) { m->known = false; }

void method_moved(Method *m)
{
  m->known = false;
  m->npairs = 0;
}

void method_reset(Method *m)
{
  method_moved(m);
  m->lambda = lambda_least;
  m->step = 0;
}

/* ---- vectors ------------------------------------------------------------------------------------------------------------------------ */

static bool finite_vector(int n, const double *a)
{
  for (int i = 0; i < n; i++)
    if (!isfinite(a[i])) return false;
  return true;
}

/* the greatest multiple of d that no coordinate's longest step forbids */
static double longest(const Objective *f, int n, const double *d)
{
  double t = INFINITY;
  for (int i = 0; f->most && i < n; i++)
    if (d[i] != 0) t = fmin(t, f->most[i] / fabs(d[i]));
  return t;
}

static void step_from(Method *m, const double *u, double t)
{
  for (int i = 0; i < m->n; i++) m->trial[i] = u[i] + t * m->d[i];
}

static void accept(Method *m, double *u, double *value, double v)
{
  memcpy(u, m->trial, (size_t)m->n * sizeof *u);
  m->value = *value = v;
}

static void swap_gradients(Method *m)
{
  double *g = m->g;
  m->g = m->gt;
  m->gt = g;
}

/* differences of the value below this are rounding */
static double rounding(double value) { return 64 * DBL_EPSILON * fabs(value); }

/* ---- Newton -------------------------------------------------------------------------------------------------------------------------- */

/* D: the diagonal's size, or what the off-diagonal elements would allow at most in a positive matrix, h_ij^2 <= h_ii h_jj */
static void set_metric(Method *m)
{
  size_t n = (size_t)m->n;
  if (!finite_vector(m->n * m->n, m->h)) {                 /* no second derivatives here: the gradient, damped */
    memset(m->h, 0, n * n * sizeof *m->h);
    m->lambda = fmax(m->lambda, 1);
  }
  for (size_t i = 0; i < n; i++) {
    double most = fabs(m->h[i * n + i]);
    for (size_t j = 0; j < n; j++) {
      double x = m->h[i * n + j], other = fabs(m->h[j * n + j]);
      if (x != 0 && other > 0) most = fmax(most, x * x / other);
    }
    m->metric[i] = most > 0 && isfinite(most) ? most : 0;
  }
  double mean = 0;
  for (size_t i = 0; i < n; i++) mean += m->metric[i] / (double)n;
  for (size_t i = 0; i < n; i++)
    if (m->metric[i] == 0) m->metric[i] = mean > 0 ? mean : 1;
}

/* factors H + lambda D; rows without effect become those of D */
static bool factor(Method *m)
{
  size_t n = (size_t)m->n;
  memcpy(m->a, m->h, n * n * sizeof *m->a);
  for (size_t i = 0; i < n; i++) {
    bool idle = m->g[i] == 0 && m->h[i * n + i] == 0;
    m->a[i * n + i] += (idle ? 1 : m->lambda) * m->metric[i];
  }
  return LAPACKE_dpotrf(LAPACK_COL_MAJOR, 'L', m->n, m->a, m->n) == 0;
}

/* x = (H + lambda D)^-1 b; returns b'x */
static double solve(Method *m, const double *b, double *x)
{
  memcpy(x, b, (size_t)m->n * sizeof *x);
  LAPACKE_dpotrs(LAPACK_COL_MAJOR, 'L', m->n, 1, m->a, m->n, x, m->n);
  return dot(m->n, b, x);
}

static void raise_damping(Method *m) { m->lambda = fmax(10 * m->lambda, lambda_first); }

/* A full step is mostly taken, and then derivatives are wanted where it ends: they come with the value, in one go over the data.
 * Not where the step is so short that it may be the last. */
static bool looks_ahead(double promised, double value) { return promised > 1e-8 * fabs(value); }

static bool take_newton(Method *m, const Objective *f, double *u, double *value)
{
  double v = m->known ? m->value : f->evaluate(f->context, u, m->g, m->h);
  m->known = false;
  if (!isfinite(v) || !finite_vector(m->n, m->g) || dot(m->n, m->g, m->g) == 0) return false;
  set_metric(m);
  double noise = rounding(v);
  for (int tries = 0, undecided = 0; tries < NEWTON_TRIES && m->lambda < lambda_most; tries++, raise_damping(m)) {
    if (!factor(m)) continue;
    double decrement = solve(m, m->g, m->d);
    if (!(decrement > 0) || !isfinite(decrement)) continue;
    for (int i = 0; i < m->n; i++) m->d[i] = -m->d[i];
    double t = fmin(1, longest(f, m->n, m->d)), promised = t * decrement;
    step_from(m, u, t);
    bool flat = promised <= noise;
    bool ahead = !flat && tries == 0 && looks_ahead(promised, v);
    double vt = f->evaluate(f->context, m->trial, flat || ahead ? m->gt : NULL, ahead ? m->ht : NULL);
    if (!flat && isfinite(vt) && vt <= v - sufficient * promised) {
      if (tries == 0 && v - vt > promised / 8) m->lambda = fmax(m->lambda / 10, lambda_least);
      if (ahead) {
        double *h = m->h;
        m->h = m->ht;
        m->ht = h;
        swap_gradients(m);
        m->known = true;
      }
      accept(m, u, value, vt);
      return true;
    }
    /* rounding of a value whose terms cancel may hide even this decrease: then the gradient must have fallen clearly */
    bool doubtful = promised <= 1e4 * noise && isfinite(vt) && vt <= v + 1e4 * noise;
    if (!doubtful) continue;
    if (!flat) vt = f->evaluate(f->context, m->trial, m->gt, NULL);
    if (finite_vector(m->n, m->gt) && solve(m, m->gt, m->w) < (flat ? 1 : 0.1) * decrement) {
      accept(m, u, value, vt);
      return true;
    }
    if (++undecided == ROUNDING_TRIES) return false;
  }
  return false;
}

/* ---- L-BFGS ---------------------------------------------------------------------------------------------------------------------------- */

static bool know_gradient(Method *m, const Objective *f, const double *u)
{
  if (!m->known) m->value = f->evaluate(f->context, u, m->g, NULL);
  m->known = isfinite(m->value) && finite_vector(m->n, m->g);
  return m->known && dot(m->n, m->g, m->g) > 0;
}

/* d = -(inverse Hessian as the pairs have it) g */
static void quasi_newton(Method *m)
{
  double alpha[PAIRS];
  size_t n = (size_t)m->n;
  memcpy(m->d, m->g, n * sizeof *m->d);
  for (int k = 0; k < m->npairs; k++) {
    int p = (m->newest - k + PAIRS) % PAIRS;
    const double *s = m->s + (size_t)p * n, *y = m->y + (size_t)p * n;
    alpha[p] = m->rho[p] * dot(m->n, s, m->d);
    for (size_t i = 0; i < n; i++) m->d[i] -= alpha[p] * y[i];
  }
  double scale = 1 / sqrt(dot(m->n, m->g, m->g));          /* without pairs: a step of length 1 */
  if (m->npairs) {
    const double *y = m->y + (size_t)m->newest * n;
    scale = 1 / (m->rho[m->newest] * dot(m->n, y, y));
  }
  for (size_t i = 0; i < n; i++) m->d[i] *= -scale;
  for (int k = m->npairs - 1; k >= 0; k--) {
    int p = (m->newest - k + PAIRS) % PAIRS;
    const double *s = m->s + (size_t)p * n, *y = m->y + (size_t)p * n;
    double beta = -m->rho[p] * dot(m->n, y, m->d);
    for (size_t i = 0; i < n; i++) m->d[i] -= (alpha[p] - beta) * s[i];
  }
}

static void remember_pair(Method *m, const double *u)
{
  size_t n = (size_t)m->n;
  int p = m->npairs ? (m->newest + 1) % PAIRS : 0;
  double *s = m->s + (size_t)p * n, *y = m->y + (size_t)p * n;
  for (size_t i = 0; i < n; i++) { s[i] = m->trial[i] - u[i]; y[i] = m->gt[i] - m->g[i]; }
  double sy = dot(m->n, s, y);
  if (!(sy > DBL_EPSILON * dot(m->n, y, y)) && !(sy > 1e-10 * sqrt(dot(m->n, s, s) * dot(m->n, y, y)))) return;
  m->rho[p] = 1 / sy;
  m->newest = p;
  if (m->npairs < PAIRS) m->npairs++;
}

/* the step of length t along d with gradient; true: the value falls enough, or within rounding the gradient does */
static bool try_length(Method *m, const Objective *f, const double *u, double t, double slope, double *vt)
{
  step_from(m, u, t);
  *vt = f->evaluate(f->context, m->trial, m->gt, NULL);
  if (!isfinite(*vt) || !finite_vector(m->n, m->gt)) return false;
  double noise = rounding(m->value);
  if (-t * slope > noise) return *vt <= m->value + sufficient * t * slope;
  return *vt <= m->value + noise && dot(m->n, m->gt, m->gt) < dot(m->n, m->g, m->g);
}

/* a length at which the value has fallen enough and the slope has flattened, by doubling and bisection; 0: none */
static double search_line(Method *m, const Objective *f, const double *u, double slope, double *vt)
{
  double lo = 0, hi = INFINITY, most = longest(f, m->n, m->d), t = fmin(1, most);
  for (int tries = 0; tries < SEARCH_TRIES; tries++) {
    if (!try_length(m, f, u, t, slope, vt)) hi = t;
    else if (t >= most || -t * slope <= rounding(m->value) || dot(m->n, m->gt, m->d) >= flatter * slope) return t;
    else lo = t;
    if (lo > 0 && (tries > 20 || hi - lo < 1e-3 * lo)) break;
    t = isfinite(hi) ? (lo > 0 ? (lo + hi) / 2 : hi / 4) : fmin(2 * lo, most);
  }
  return lo > 0 && try_length(m, f, u, lo, slope, vt) ? lo : 0;
}

static bool take_lbfgs(Method *m, const Objective *f, double *u, double *value)
{
  double vt;
  if (!know_gradient(m, f, u)) return false;
  for (;;) {
    quasi_newton(m);
    double slope = dot(m->n, m->g, m->d);
    if (slope < 0 && search_line(m, f, u, slope, &vt) > 0) break;
    if (!m->npairs) { m->known = false; return false; }
    m->npairs = 0;                                         /* the pairs mislead: straight down once */
  }
  remember_pair(m, u);
  swap_gradients(m);
  accept(m, u, value, vt);
  return true;
}

/* ---- gradient ---------------------------------------------------------------------------------------------------------------------------- */

/* u - t g lies below the quadratic of curvature 1/t that touches at u: value <= v - t |g|^2 / 2 */
static bool take_gradient(Method *m, const Objective *f, double *u, double *value)
{
  if (!know_gradient(m, f, u)) return false;
  double gg = dot(m->n, m->g, m->g), noise = rounding(m->value);
  if (!(m->step > 0)) m->step = 1;
  for (int i = 0; i < m->n; i++) m->d[i] = -m->g[i];
  double t = fmin(m->step, longest(f, m->n, m->d));
  for (int tries = 0; tries < 20 * SEARCH_TRIES && t * gg > DBL_MIN; tries++, t /= 2) {
    step_from(m, u, t);
    double vt = f->evaluate(f->context, m->trial, m->gt, NULL);
    if (!isfinite(vt) || !finite_vector(m->n, m->gt)) continue;
    bool flat = t * gg / 2 <= noise;
    if (flat ? !(vt <= m->value + noise && dot(m->n, m->gt, m->gt) < gg) : vt > m->value - t * gg / 2 + noise / 4) {
      if (flat && t < m->step / 1e3) break;
      continue;
    }
    m->step = tries == 0 && !flat ? 2 * t : t;
    swap_gradients(m);
    accept(m, u, value, vt);
    return true;
  }
  m->known = false;
  return false;
}

static bool take_fixed(Method *m, const Objective *f, double *u, double *value)
{
  if (!know_gradient(m, f, u) && !m->known) return false;
  for (int i = 0; i < m->n; i++) m->trial[i] = u[i] - m->fixed * m->g[i];
  double vt = f->evaluate(f->context, m->trial, m->gt, NULL);
  if (!isfinite(vt) || !finite_vector(m->n, m->gt)) {     /* no other length may be tried: the caller is told, u stays */
    *value = INFINITY;
    return true;
  }
  swap_gradients(m);
  accept(m, u, value, vt);
  return true;
}

static bool (*const take[])(Method *, const Objective *, double *, double *) = { take_newton, take_lbfgs, take_gradient, take_fixed };

bool method_take(Method *m, const Objective *f, double *u, double *value) { return take[m->kind](m, f, u, value); }
