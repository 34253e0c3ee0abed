/* joint_step.c: damped Newton, L-BFGS, the gradient with backtracking or of fixed length; see joint_step.h.
 *
 * The state keeps the coordinates u of the parameters' current point as one vector, part after part, and knows which values of
 * the parameters they stand for: whenever the touch arrays hold other numbers (a start, an extrapolated or restored point) it
 * takes u from them anew.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/joint_step.h"
#include "expr/slices.h"
#include "fit/bfgs.h"
#include "fit/gradient_sampling.h"
#include "fit/method.h"
#include <lapacke.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { EDGE = 8, EDGE_REACHED = 40 };     /* coordinates of a point on the edge of an open domain, where the inverse is infinite: of a start; later */
/* the longest step of a coordinate: a factor of e^2 where it is a logarithm; an angle. Newton's step from far away is no better
 * than its sign, and what runs to the edge of a domain seldom comes back. */
static const double longest = 2, longest_turn = 0.3;
/* of the coordinate of a positive number that runs to 0 or to infinity: it stays a number, and so do its reciprocal and its gamma function's slope */
static const double outermost = 690;

typedef struct PartState {
  const JointPart *part;
  int64_t at, count;                      /* its coordinates in the vector */
  Array *param, *touch, *u, *u_touch;
  double *known;                          /* the parameter's values that the vector stands for */
  Runner *to_u, *to_param;                /* to_param: charts around a point */
  double *scratch;                        /* polar_room: singular vectors and values, and LAPACK's own */
} PartState;

struct JointState {
  const JointStep *step;
  Store *store;
  int n;                                  /* unknowns */
  int nparts; PartState *part;
  Runner *value, *gradient, *hessian;
  Method *method;
  Bfgs *bfgs; Sampling *sampling;         /* where the loss has kinks; else NULL */
  double loss;                            /* after the last step; NAN: other parameters have moved since, or nothing is known */
  double *u, *trial, *most;
  bool fresh;                             /* u is to be taken from the touch */
  bool taken;                             /* and belongs to the `known` of each part, since it was */
  double *memory;
};

/* ---- making ------------------------------------------------------------------------------------------------------------------------ */

static bool part_new(JointState *s, Pool *pool, PartState *p, const JointPart *part, Crew *crew, DiagList *diags)
{
  p->part = part;
  p->at = s->n;
  p->param = store_array(s->store, part->param);
  p->touch = store_array(s->store, symbol_touch(pool, part->param));
  p->u = store_array(s->store, part->u);
  p->u_touch = store_array(s->store, symbol_touch(pool, part->u));
  if (!p->param || !p->touch || !p->u || !p->u_touch) return false;
  p->count = array_count(p->u);
  s->n += (int)p->count;
  if (part->around && !(p->to_param = runner_new(pool, s->store, &part->to_param, crew, NULL, diags))) return false;
  return !part->to_u.n || (p->to_u = runner_new(pool, s->store, &part->to_u, crew, NULL, diags));
}

static double step_limit(const JointPart *p) { return p->identity ? INFINITY : p->around ? longest_turn : longest; }

/* what LAPACK's decomposition of a q x d matrix, q <= d, needs at least for itself */
static size_t decomposition_room(size_t q, size_t d) { return 5 * q + 3 * q + d; }

static size_t polar_room(const PartState *p)
{
  if (!p->part->around) return 0;
  size_t q = (size_t)p->param->size[p->param->naxes - 2], d = (size_t)p->param->size[p->param->naxes - 1];
  return q * d + q * q + q + decomposition_room(q, d);
}

static bool allocate(JointState *s)
{
  size_t n = (size_t)s->n, values = 0;
  for (int i = 0; i < s->nparts; i++) values += (size_t)array_count(s->part[i].param) + polar_room(&s->part[i]);
  double *m = s->memory = calloc(3 * n + values + 1, sizeof *m);
  if (!m) return false;
  s->u = m;
  s->trial = m + n;
  s->most = m + 2 * n;
  m += 3 * n;
  for (int i = 0; i < s->nparts; i++) {
    for (int64_t k = 0; k < s->part[i].count; k++) s->most[s->part[i].at + k] = step_limit(s->part[i].part);
    s->part[i].known = m;
    m += array_count(s->part[i].param);
    s->part[i].scratch = m;
    m += polar_room(&s->part[i]);
  }
  return true;
}

JointState *joint_new(Pool *pool, const JointStep *step, Store *store, Crew *crew, UpdateKind kind, double fixed_step, DiagList *diags)
{
  Arena *arena = pool_arena(pool);
  JointState *s = ARENA_NEW(arena, JointState);
  s->step = step;
  s->store = store;
  s->nparts = step->nparts;
  s->part = ARENA_ARRAY(arena, PartState, step->nparts);
  s->fresh = true;
  int errors = diags->errors;
  bool newton = kind == UPDATE_NEWTON && step->has_hessian, ok = true;
  for (int i = 0; ok && i < s->nparts; i++) ok = part_new(s, pool, &s->part[i], &step->part[i], crew, diags);
  ok = ok && (s->value = runner_new(pool, store, &step->value, crew, NULL, diags));
  ok = ok && (s->gradient = runner_new(pool, store, &step->gradient, crew, NULL, diags));
  if (ok && newton) ok = (s->hessian = runner_new(pool, store, &step->hessian, crew, NULL, diags)) != NULL;
  ok = ok && allocate(s);
  if (ok) {
    MethodKind method = newton ? METHOD_NEWTON : kind == UPDATE_NEWTON ? METHOD_LBFGS : fixed_step > 0 ? METHOD_FIXED : METHOD_GRADIENT;
    ok = (s->method = method_new(arena, method, s->n, fixed_step)) != NULL;
    if (ok && step->kinked && method != METHOD_FIXED && s->n <= SAMPLING_MOST) ok = (s->bfgs = bfgs_new(arena, s->n)) && (s->sampling = sampling_new(arena, s->n));
  }
  if (ok) return s;
  if (diags->errors == errors) diag_add(diags, (Span){ 0 }, MSG_FIT_MEMORY);
  joint_free(s);
  return NULL;
}

void joint_free(JointState *s)
{
  if (!s) return;
  for (int i = 0; i < s->nparts; i++) {
    runner_free(s->part[i].to_u);
    runner_free(s->part[i].to_param);
    s->part[i].to_u = s->part[i].to_param = NULL;
  }
  runner_free(s->value);
  runner_free(s->gradient);
  runner_free(s->hessian);
  method_free(s->method);
  bfgs_free(s->bfgs);
  sampling_free(s->sampling);
  free(s->memory);
  s->value = s->gradient = s->hessian = NULL;
  s->method = NULL;
  s->bfgs = NULL;
  s->sampling = NULL;
  s->memory = NULL;
}

void joint_restart(JointState *s)
{
  s->fresh = true;
  s->loss = NAN;
  method_reset(s->method);
  if (s->bfgs) bfgs_reset(s->bfgs);
  if (s->sampling) sampling_reset(s->sampling);
}

/* ---- from parameters to coordinates ---------------------------------------------------------------------------------------------------- */

/* u from S = floor + L L': u below the diagonal, log of the diagonal; false: not positive definite */
static bool cholesky_coordinates(const Array *s, double floor, Array *u)
{
  int64_t d = s->size[s->naxes - 1], count = array_count(s);
  for (int64_t at = 0; at < count; at += d * d) {
    const double *a = s->data + at;
    double *l = u->data + at;
    memset(l, 0, (size_t)(d * d) * sizeof *l);
    for (int64_t i = 0; i < d; i++)
      for (int64_t j = 0; j <= i; j++) {
        double sum = (a[i * d + j] + a[j * d + i]) / 2 - (i == j ? floor : 0);
        for (int64_t k = 0; k < j; k++) sum -= l[i * d + k] * l[j * d + k];
        if (i == j && floor > 0) sum = fmax(sum, floor * exp(-2 * EDGE));      /* a point on the floor */
        if (i == j && !(sum > 0)) return false;
        l[i * d + j] = i == j ? sqrt(sum) : sum / l[j * d + j];
      }
    for (int64_t i = 0; i < d; i++) l[i * d + i] = log(l[i * d + i]);
  }
  return true;
}

/* The nearest orthonormal rows to those of each slice: U V' of the singular value decomposition U S V'. LAPACK sees the transpose, V S U', so
 * that nothing is copied and nothing allocated. */
static bool take_polar(PartState *p)
{
  int64_t count = array_count(p->param);
  lapack_int q = (lapack_int)p->param->size[p->param->naxes - 2], d = (lapack_int)p->param->size[p->param->naxes - 1];
  double *right = p->scratch, *left = right + (size_t)q * (size_t)d, *value = left + (size_t)q * (size_t)q, *work = value + q;
  lapack_int room = (lapack_int)decomposition_room((size_t)q, (size_t)d);
  for (int64_t at = 0; at < count; at += (int64_t)q * d) {
    double *x = p->param->data + at;
    if (LAPACKE_dgesvd_work(LAPACK_COL_MAJOR, 'S', 'S', d, q, x, d, value, right, d, left, q, work, room) != 0) return false;
    for (lapack_int i = 0; i < q; i++)
      for (lapack_int j = 0; j < d; j++) {
        double sum = 0;
        for (lapack_int k = 0; k < q; k++) sum += left[i * q + k] * right[k * d + j];
        x[i * d + j] = sum;
      }
  }
  return true;
}

/* The nearest coordinates that can be used: a point on the edge has infinite ones. A start there must be able to leave it; what came there on its
 * way, and would not be seen to be off it, stays as good as there. */
static double inside(double u, bool start) { return isnan(u) ? 0 : isinf(u) ? copysign(start ? EDGE : EDGE_REACHED, u) : u; }

/* do the coordinates still belong to the point? Those of a point on the edge are not found again: a cell that rounds to its floor has none */
static bool are_known(const JointState *s, const PartState *p)
{
  return s->taken && !p->part->around && !memcmp(p->known, p->touch->data, (size_t)array_count(p->touch) * sizeof *p->known);
}

static bool take_coordinates(JointState *s)
{
  for (int i = 0; i < s->nparts; i++) {
    PartState *p = &s->part[i];
    if (are_known(s, p)) continue;
    if (p->part->around) memset(p->u->data, 0, (size_t)p->count * sizeof *p->u->data);
    else if (p->to_u ? !runner_run(p->to_u, NULL) : !cholesky_coordinates(p->touch, p->part->floor, p->u)) return false;
    for (int64_t k = 0; k < p->count; k++) s->u[p->at + k] = inside(p->u->data[k], !s->taken);
    memcpy(p->known, p->touch->data, (size_t)array_count(p->touch) * sizeof *p->known);
  }
  s->fresh = false;
  s->taken = true;
  return true;
}

static bool has_moved(const JointState *s)
{
  bool moved = s->fresh;
  for (int i = 0; i < s->nparts && !moved; i++)
    moved = memcmp(s->part[i].known, s->part[i].touch->data, (size_t)array_count(s->part[i].touch) * sizeof *s->part[i].known) != 0;
  return moved;
}

static bool enter_slice(const Slices *s, double *x, double floor)
{
  static const double share = 1e-3;
  bool edge = false;
  for (int64_t i = 0; i < s->length; i++) edge |= x[slices_at(s, i)] <= floor;
  for (int64_t i = 0; edge && i < s->length; i++) x[slices_at(s, i)] += share * (1 / (double)s->length - x[slices_at(s, i)]);
  return edge && s->length > 1;
}

const Symbol *joint_enter(JointState *s)
{
  const Symbol *moved = NULL;
  for (int i = 0; i < s->nparts; i++) {
    const PartState *p = &s->part[i];
    const Domain *d = &p->part->param->domain;
    if (d->kind != DOMAIN_SIMPLEX || !p->to_u || p->part->fixed) continue;
    Slices slices = slices_of(p->touch, d->axes);
    for (int64_t k = 0; k < slices.nslices; k++)
      if (enter_slice(&slices, p->touch->data + slices_begin(&slices, k), d->lo)) moved = p->part->param;
  }
  return moved;
}

/* ---- evaluation, for the methods ----------------------------------------------------------------------------------------------------------- */

/* entries that the user fixed are held: gradient 0, and rows and columns 0 in the Hessian */
static bool is_held(const PartState *p, int64_t k) { return p->part->fixed && !isnan(p->part->fixed->data[k]); }

static void gather_gradient(const JointState *s, double *g)
{
  for (int i = 0; i < s->nparts; i++) {
    const PartState *p = &s->part[i];
    const Array *from = store_array(s->store, s->step->grad[i]);
    for (int64_t k = 0; k < p->count; k++) g[p->at + k] = is_held(p, k) ? 0 : from->data[k];
  }
}

static void gather_hessian(const JointState *s, double *h)
{
  size_t n = (size_t)s->n;
  for (int i = 0; i < s->nparts; i++)
    for (int j = i; j < s->nparts; j++) {
      const PartState *p = &s->part[i], *q = &s->part[j];
      const double *from = store_array(s->store, s->step->hess[i * s->nparts + j])->data;
      for (int64_t a = 0; a < p->count; a++)
        for (int64_t b = 0; b < q->count; b++) {
          double x = is_held(p, a) || is_held(q, b) ? 0 : from[a * q->count + b];
          size_t row = (size_t)(p->at + a), column = (size_t)(q->at + b);
          h[row * n + column] = h[column * n + row] = x;
        }
    }
}

static double evaluate(void *context, const double *u, double *g, double *h)
{
  JointState *s = context;
  for (int i = 0; i < s->nparts; i++) {
    PartState *p = &s->part[i];
    bool number = p->part->param->domain.kind == DOMAIN_INTERVAL && !p->part->identity;
    for (int64_t k = 0; k < p->count; k++) p->u_touch->data[k] = number ? fmax(-outermost, fmin(u[p->at + k], outermost)) : u[p->at + k];
    if (p->to_param && (!runner_run(p->to_param, NULL) || !take_polar(p))) return NAN;
  }
  if (!runner_run(h ? s->hessian : g ? s->gradient : s->value, NULL)) return NAN;
  double loss = store_array(s->store, s->step->loss)->data[0];
  if (g) gather_gradient(s, g);
  if (h) gather_hessian(s, h);
  return loss;
}

/* ---- one step --------------------------------------------------------------------------------------------------------------------------------- */

static void stay(JointState *s)
{
  for (int i = 0; i < s->nparts; i++)
    memcpy(s->part[i].param->data, s->part[i].touch->data, (size_t)array_count(s->part[i].touch) * sizeof(double));
}

static bool gains_nothing(const JointState *s, double loss)
{
  static const double next_to_nothing = 1e-3;
  return s->loss - loss <= next_to_nothing * (1 + fabs(loss));
}

/* The method's step and, where it gains next to nothing and the loss has kinks, steps that know of them. The parameters'
 * arrays hold the point of s->trial afterwards. */
static bool take_step(JointState *s, const Objective *f, double *loss)
{
  if (s->sampling && isnan(s->loss)) s->loss = f->evaluate(f->context, s->u, NULL, NULL);
  bool ok = method_take(s->method, f, s->trial, loss);
  if (!ok) memcpy(s->trial, s->u, (size_t)s->n * sizeof *s->u);
  if (!s->sampling || (ok && !gains_nothing(s, *loss))) return ok;
  double lower;
  bool along = bfgs_take(s->bfgs, f, s->trial, &lower);
  if (along) *loss = lower;
  if (!along || gains_nothing(s, lower)) {
    if (sampling_take(s->sampling, f, s->trial, &lower)) { *loss = lower; along = true; }
    else if (along || ok) f->evaluate(f->context, s->trial, NULL, NULL);
  }
  if (along) method_moved(s->method);
  return along || ok;
}

bool joint_take(JointState *s, double *loss)
{
  bool moved = has_moved(s);
  if (moved && !take_coordinates(s)) {
    stay(s);
    s->fresh = true;
    return false;
  }
  if (moved) method_moved(s->method);
  else if (s->step->others) method_changed(s->method);
  if (moved || s->step->others) s->loss = NAN;
  memcpy(s->trial, s->u, (size_t)s->n * sizeof *s->u);
  Objective f = { .evaluate = evaluate, .context = s, .most = s->most };
  if (!take_step(s, &f, loss)) {
    stay(s);
    return false;
  }
  s->loss = *loss;
  memcpy(s->u, s->trial, (size_t)s->n * sizeof *s->u);
  for (int i = 0; i < s->nparts; i++) {
    PartState *p = &s->part[i];
    const Array *fixed = p->part->fixed;
    for (int64_t k = 0; fixed && k < array_count(p->param); k++)
      if (!isnan(fixed->data[k])) p->param->data[k] = fixed->data[k];
    memcpy(p->known, p->param->data, (size_t)array_count(p->param) * sizeof *p->known);
    if (p->part->around) memset(s->u + p->at, 0, (size_t)p->count * sizeof *s->u);
  }
  return true;
}

bool joint_derivatives(JointState *s, double *loss, double *g, double *h)
{
  if (!s->hessian || !take_coordinates(s)) return false;
  *loss = evaluate(s, s->u, g, h);
  return isfinite(*loss);
}
