/* errors.c: see errors.h.
 *
 * With J and B of freedom.h, H the Hessian by the coordinates and R = B'HB,
 *     cov(p) = (J B) R^-1 (J B)',
 * R scaled to a unit diagonal before its eigenvalues are looked at, so that nothing depends on the units of a parameter.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/errors.h"
#include "derive/derivation.h"
#include "expr/kinks.h"
#include "fit/freedom.h"
#include "fit/joint_step.h"
#include "fit/runner.h"
#include <lapacke.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { UNKNOWNS_MOST = 1000 };
static const double edge = 1e-12;         /* a share of the whole that is as good as none */
static const double open_end = 1e-290;     /* what rules answer where the least value lies at an end that is no value itself is nearer */
static const double flat = 1e-9;          /* a relative curvature that is as good as none */
static const double near = 0.1;           /* standard errors between the point and the optimum, at most */
static const double rush = 0.5;           /* a Newton step of a coordinate as long as this runs to the edge of its domain */

typedef struct Errors {
  Pool *pool;
  const Loss *loss;
  const JointStep *step;
  Store *store;
  Span span;
  DiagList *diags;
  Freedom f;
  double *g, *h, *r, *unit, *value;       /* by u; R; the scales and the eigenvalues of R, whose eigenvectors end up in r */
  double *shift;                          /* Newton's step by w, in the units of R's scales */
} Errors;

static bool refuse(const Errors *s, const char *hint, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

static bool refuse(const Errors *s, const char *hint, const char *fmt, ...)
{
  va_list args;
  va_start(args, fmt);
  const char *why = arena_vprintf(pool_arena(s->pool), fmt, args);
  va_end(args);
  Diag *d = diag_add(s->diags, s->span, MSG_NO_ERRORS, why);
  if (hint) diag_hint(s->diags, d, "%s", hint);
  return false;
}

/* ---- what can be refused at once ------------------------------------------------------------------------------------------------------ */

static bool is_hard(const Expr *e)
{
  if (!e->has_param) return false;
  if (e->kind == X_REDUCE && e->op != R_SUM && e->op != R_PROD) return true;
  for (int i = 0; i < e->nargs; i++)
    if (e->arg[i] && is_hard(e->arg[i])) return true;
  return false;
}

static bool on_edge(const Symbol *p, const Array *a, const Array *fixed)
{
  const Domain *d = &p->domain;
  double most = 0;
  for (int64_t i = 0; i < array_count(a); i++) most = fmax(most, fabs(a->data[i]));
  for (int64_t i = 0; i < array_count(a); i++) {
    double x = a->data[i];
    if (fixed && !isnan(fixed->data[i])) continue;
    if (d->kind == DOMAIN_SIMPLEX && (x <= d->lo + edge || (domain_is_capped(d) && x >= d->hi - edge))) return true;
    double near = fmax(edge * fmin(most, d->hi - d->lo), open_end);
    if (d->kind == DOMAIN_INTERVAL && (x - d->lo <= near || d->hi - x <= near)) return true;
  }
  return false;
}

static const char edge_hint[] = "the likelihood is not quadratic there: leave out what is not needed, fix it, or add a prior that keeps it inside";

static bool may_have_errors(const Errors *s, const FitResult *result)
{
  if (is_hard(s->loss->value)) return refuse(s, "the same loss with `log sum` of exponentials in the place of `min` has them", "the loss assigns each point to one case (min, max, argmin), and its curvature does not see that the assignments are uncertain");
  if (result->endless) return refuse(s, "a penalty, a prior or a bound gives the loss a minimum", "the loss has no minimum: it goes on falling while %s", result->endless);
  for (int i = 0; i < s->loss->nparams; i++) {
    const Symbol *p = s->loss->param[i].sym;
    if (p->domain.kind == DOMAIN_LABEL) return refuse(s, NULL, "'%s' holds labels, and a discrete parameter has no curvature", p->name->text);
    if (on_edge(p, result->value[i], s->loss->param[i].fixed)) return refuse(s, edge_hint, "'%s' lies on the edge of its domain", p->name->text);
  }
  return true;
}

/* ---- is it an optimum? ----------------------------------------------------------------------------------------------------------------- */

/* the parameters that a direction by w moves, v[k * stride]: those that have a fair share in it */
static const char *moved_by(const Errors *s, const double *v, int64_t stride)
{
  enum { SHARE = 4 };
  double most = 0;
  const char *names = "";
  for (int64_t k = 0; k < s->f.free; k++) most = fmax(most, fabs(v[k * stride]));
  for (int i = 0; i < s->step->nparts; i++) {
    int64_t from = s->f.piece[s->f.first_piece[i]].first, to = freedom_end(&s->f, i);
    bool moves = false;
    for (int64_t k = from; k < to; k++) moves |= SHARE * fabs(v[k * stride]) > most;
    if (moves) names = arena_printf(pool_arena(s->pool), "%s%s'%s'", names, *names ? ", " : "", s->step->part[i].param->name->text);
  }
  return names;
}

static bool refuse_flat(const Errors *s, const double *v, int64_t stride)
{
  return refuse(s, "a parameter that the data cannot tell from another (a common factor, a shift, a component without data) needs to be fixed, constrained (simplex, zerosum) or given a prior",
                "the loss does not curve upwards along %s: it is flat there, or this is no minimum", moved_by(s, v, stride));
}

/* R to unit diagonal, its eigenvectors and eigenvalues */
static bool decompose(Errors *s)
{
  int64_t n = s->f.free;
  for (int64_t i = 0; i < n; i++) {
    s->value[i] = 1;
    if (!(s->r[i * n + i] > 0)) return refuse_flat(s, s->value, 1);
    s->value[i] = 0;
    s->unit[i] = sqrt(s->r[i * n + i]);
  }
  for (int64_t i = 0; i < n; i++)
    for (int64_t j = 0; j < n; j++) s->r[i * n + j] /= s->unit[i] * s->unit[j];
  if (LAPACKE_dsyev(LAPACK_ROW_MAJOR, 'V', 'U', (lapack_int)n, s->r, (lapack_int)n, s->value)) return refuse(s, NULL, "the eigenvalues of the information were not found");
  if (s->value[0] > flat * s->value[n - 1]) return true;
  return refuse_flat(s, s->r, n);
}

/* the parameter that has an entry of exactly 0 where the loss has kinks, |b|: it rests there, whatever the slopes beside it are */
static const Symbol *rests_at_kink(const Errors *s)
{
  for (int i = 0; i < s->loss->nparams; i++) {
    Symbol *p = s->loss->param[i].sym;
    if (p->domain.kind > DOMAIN_INTERVAL || !expr_has_kink(s->pool, s->loss->value, 1, &p)) continue;
    const Array *a = store_array(s->store, p), *fixed = s->loss->param[i].fixed;
    for (int64_t k = 0; k < array_count(a); k++)
      if (a->data[k] == 0 && (!fixed || isnan(fixed->data[k]))) return p;
  }
  return NULL;
}

/* Newton's step: how far the optimum is, in standard errors; and where it leads to an edge */
static bool is_optimum(Errors *s)
{
  int64_t n = s->f.free;
  double *step = ARENA_ARRAY(pool_arena(s->pool), double, n), distance = 0;
  for (int64_t k = 0; k < n; k++) {
    double c = 0;
    for (int64_t i = 0; i < n; i++) c += s->r[i * n + k] * s->shift[i] / s->unit[i];
    distance += c * c / s->value[k];
    for (int64_t i = 0; i < n; i++) step[i] += s->r[i * n + k] * c / s->value[k] / s->unit[i];
  }
  const Symbol *kink = sqrt(distance) <= near ? NULL : rests_at_kink(s);
  if (kink) return refuse(s, "leave out what is held at 0, or fix it there: fix b[2] = 0", "an entry of '%s' rests at 0, where the loss has a kink", kink->name->text);
  if (!(sqrt(distance) <= near)) return refuse(s, "let the fit go on: more iters, a smaller tol, accel = squarem", "the fit has not converged: the optimum is %.2g standard errors away", sqrt(distance));
  for (int i = 0; i < s->step->nparts; i++) {
    const JointPart *part = &s->step->part[i];
    DomainKind kind = part->param->domain.kind;
    if (kind != DOMAIN_SIMPLEX && kind != DOMAIN_INTERVAL && kind != DOMAIN_SPD && kind != DOMAIN_ORDERED) continue;
    for (int k = s->f.first_piece[i]; k < (i + 1 < s->step->nparts ? s->f.first_piece[i + 1] : s->f.npieces); k++)
      for (int64_t b = 0; b < s->f.piece[k].free; b++)
        if (!part->identity && fabs(step[s->f.piece[k].first + b]) > rush) return refuse(s, edge_hint, "'%s' runs to the edge of its domain", part->param->name->text);
  }
  return true;
}

/* ---- back to the parameters ---------------------------------------------------------------------------------------------------------------- */

static void carry_back(const Errors *s, int i, Array *out)
{
  const JointPart *part = &s->step->part[i];
  int64_t n = s->f.free, count = array_count(out);
  double *a = ARENA_ARRAY(pool_arena(s->pool), double, s->f.piece[s->f.first_piece[i]].count);
  for (int64_t e = 0; e < count; e++) {
    const Piece *p = &s->f.piece[s->f.first_piece[i] + freedom_slice(part, e)];
    const double *j = freedom_jacobian(&s->f, part, e, p->count);
    double variance = 0;
    for (int64_t b = 0; b < p->free; b++) {
      a[b] = 0;
      for (int64_t k = 0; k < p->count; k++) a[b] += j[k] * p->basis[k * p->free + b] / s->unit[p->first + b];
    }
    for (int64_t k = 0; k < n; k++) {
      double c = 0;
      for (int64_t b = 0; b < p->free; b++) c += a[b] * s->r[(p->first + b) * n + k];
      variance += c * c / s->value[k];
    }
    out->data[e] = sqrt(variance);
  }
}

static bool evaluate(Errors *s, Crew *crew)
{
  Arena *arena = pool_arena(s->pool);
  double loss;
  int64_t n = s->step->unknowns;
  s->g = ARENA_ARRAY(arena, double, n);
  s->h = ARENA_ARRAY(arena, double, n * n);
  JointState *state = joint_new(s->pool, s->step, s->store, crew, UPDATE_NEWTON, 0, s->diags);
  if (!state) return false;
  bool ok = joint_derivatives(state, &loss, s->g, s->h);
  joint_free(state);
  for (int64_t i = 0; ok && i < n * n; i++) ok = isfinite(s->h[i]);
  return ok || refuse(s, NULL, "the second derivatives are not finite at the optimum");
}

static bool compute(Errors *s, Crew *crew, Array **errors)
{
  Arena *arena = pool_arena(s->pool);
  if (!evaluate(s, crew)) return false;
  int part;
  if (!freedom_make(arena, &s->f, s->step, s->store, NULL, &part)) return refuse(s, NULL, "the coordinates of '%s' are degenerate", s->step->part[part].param->name->text);
  if (s->f.free == 0) return refuse(s, NULL, "every parameter is fixed");
  s->r = ARENA_ARRAY(arena, double, s->f.free * s->f.free);
  s->unit = ARENA_ARRAY(arena, double, s->f.free);
  s->value = ARENA_ARRAY(arena, double, s->f.free);
  s->shift = ARENA_ARRAY(arena, double, s->f.free);
  freedom_reduce(arena, &s->f, s->g, s->h, s->shift, s->r);
  if (!decompose(s) || !is_optimum(s)) return false;
  bool ok = true;
  for (int i = 0; i < s->loss->nparams; i++) {
    const Array *like = store_array(s->store, s->loss->param[i].sym);
    errors[i] = array_new(like->naxes, like->size);
    if (errors[i]) carry_back(s, i, errors[i]);
    ok &= errors[i] != NULL;
  }
  if (!ok) diag_add(s->diags, s->span, MSG_FIT_MEMORY);
  for (int i = 0; !ok && i < s->loss->nparams; i++) array_unref(errors[i]);
  return ok;
}

/* a derivation in which every parameter steps on the loss itself */
static JointStep *plan_all(Errors *s, const Rules *rules)
{
  Arena *arena = pool_arena(s->pool);
  Derivation d = { .pool = s->pool, .rules = rules, .loss = s->loss, .njoint = s->loss->nparams };
  int64_t numbers = 0;
  d.joint = ARENA_ARRAY(arena, Symbol *, d.njoint);
  for (int i = 0; i < d.njoint; i++) {
    int64_t count = 1;
    d.joint[i] = s->loss->param[i].sym;
    for (int a = 0; a < d.joint[i]->naxes; a++) count *= d.joint[i]->axis[a]->size;
    numbers += count;
  }
  if (numbers > UNKNOWNS_MOST) {
    refuse(s, NULL, "there are %lld unknowns, and the information of more than %d is not inverted", (long long)numbers, UNKNOWNS_MOST);
    return NULL;
  }
  JointStep *step = plan_joint(s->pool, &d, s->diags);
  if (step && !step->has_hessian) refuse(s, NULL, "the loss is not twice differentiable, or its parameters have too many axes");
  return step && step->has_hessian ? step : NULL;
}

bool fit_standard_errors(Pool *pool, const Rules *rules, const Loss *loss, const FitResult *result, int threads, Span span, Array **errors, DiagList *diags)
{
  Errors s = { .pool = pool, .loss = loss, .span = span, .diags = diags };
  if (!may_have_errors(&s, result) || !(s.step = plan_all(&s, rules))) return false;
  s.store = store_new(pool);
  Crew *crew = crew_new(threads);
  bool ok = crew != NULL;
  for (int i = 0; ok && i < loss->nparams; i++) {
    Symbol *p = loss->param[i].sym;
    Array *touch = store_array(s.store, symbol_touch(pool, p)), *here = store_array(s.store, p);
    ok = touch && here;
    for (int64_t k = 0; ok && k < array_count(touch); k++) touch->data[k] = here->data[k] = result->value[i]->data[k];
  }
  if (ok) ok = compute(&s, crew, errors);
  else diag_add(diags, span, MSG_FIT_MEMORY);
  if (crew) crew_free(crew);
  store_free(s.store);
  return ok;
}
