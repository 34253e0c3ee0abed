/* errors.c: see errors.h.
 *
 * Charts may have more coordinates than a parameter has freedoms (a simplex has one more). In each slice the eigenvectors of
 * J'J of eigenvalue 0 are those that move nothing; u = B w goes without them. With H the Hessian by u and R = B'HB,
 *     cov(p) = (J B) R^-1 (J B)',
 * R scaled to a unit diagonal before its eigenvalues are looked at, so that nothing depends on the units of a parameter.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/errors.h"
#include "derive/derivation.h"
#include "fit/joint_step.h"
#include "fit/runner.h"
#include <lapacke.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { UNKNOWNS_MOST = 1000 };
static const double edge = 1e-12;         /* a share of the whole that is as good as none */
static const double flat = 1e-9;          /* a relative curvature that is as good as none */
static const double near = 0.1;           /* standard errors between the point and the optimum, at most */
static const double rush = 0.5;           /* a Newton step of a coordinate as long as this runs to the edge of its domain */

typedef struct Piece { int64_t at, count, first; int64_t free; double *basis; } Piece;     /* of u; of w; count x free */

typedef struct Errors {
  Pool *pool;
  const Loss *loss;
  const JointStep *step;
  Store *store;
  Span span;
  DiagList *diags;
  int64_t n, free;                        /* coordinates u, w */
  int npieces; Piece *piece;              /* slices of all parts */
  int *first_piece;                       /* of each part */
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
    if (d->kind == DOMAIN_SIMPLEX && x <= edge) return true;
    if (d->kind == DOMAIN_INTERVAL && (x - d->lo <= edge * fmin(most, d->hi - d->lo) || d->hi - x <= edge * fmin(most, d->hi - d->lo))) return true;
  }
  return false;
}

static const char edge_hint[] = "the likelihood is not quadratic there: leave out what is not needed, fix it, or add a prior that keeps it inside";

static bool may_have_errors(const Errors *s, const FitResult *result)
{
  if (is_hard(s->loss->value)) return refuse(s, "the same loss with `log sum` of exponentials in the place of `min` has them", "the loss assigns each point to one case (min, max, argmin), and its curvature does not see that the assignments are uncertain");
  for (int i = 0; i < s->loss->nparams; i++) {
    const Symbol *p = s->loss->param[i].sym;
    if (p->domain.kind == DOMAIN_LABEL) return refuse(s, NULL, "'%s' holds labels, and a discrete parameter has no curvature", p->name->text);
    if (on_edge(p, result->value[i], s->loss->param[i].fixed)) return refuse(s, edge_hint, "'%s' lies on the edge of its domain", p->name->text);
  }
  return true;
}

/* ---- coordinates that move something ------------------------------------------------------------------------------------------------- */

/* the slice of u that an entry of the parameter belongs to */
static int64_t slice_of(const JointPart *part, int64_t entry)
{
  const Symbol *p = part->param;
  int64_t slice = 0, run = 1;
  for (int a = p->naxes - 1; a >= 0; a--) {
    int64_t size = p->axis[a]->size;
    if (part->nout == p->naxes || !(p->domain.axes >> a & 1)) {
      slice += entry % size * run;
      run *= size;
    }
    entry /= size;
  }
  return slice;
}

/* the row of J that belongs to an entry */
static const double *jacobian_row(const Errors *s, const JointPart *part, int64_t entry, int64_t count)
{
  static const double one = 1;
  return part->jacobian ? store_array(s->store, part->jacobian)->data + entry * count : &one;
}

static bool is_held(const JointPart *part, int64_t coordinate) { return part->fixed && !isnan(part->fixed->data[coordinate]); }

static void make_pieces(Errors *s)
{
  Arena *arena = pool_arena(s->pool);
  int64_t at = 0;
  s->piece = ARENA_ARRAY(arena, Piece, s->n);
  s->first_piece = ARENA_ARRAY(arena, int, s->step->nparts);
  for (int i = 0; i < s->step->nparts; i++) {
    const JointPart *part = &s->step->part[i];
    int64_t slices = 1, total = array_count(store_array(s->store, part->u)), count;
    for (int a = 0; a < part->nout; a++) slices *= part->u->axis[a]->size;
    count = total / slices;
    s->first_piece[i] = s->npieces;
    for (int64_t k = 0; k < slices; k++, at += count) s->piece[s->npieces++] = (Piece){ .at = at, .count = count, .basis = ARENA_ARRAY(arena, double, count * count) };
  }
}

/* basis: the eigenvectors of J'J that are not of eigenvalue 0, one a column */
static bool make_basis(Errors *s, const JointPart *part, Piece *first)
{
  int64_t c = first->count, entries = array_count(store_array(s->store, part->param)), slices = array_count(store_array(s->store, part->u)) / c;
  double *value = ARENA_ARRAY(pool_arena(s->pool), double, c);
  for (int64_t e = 0; e < entries; e++) {
    const double *j = jacobian_row(s, part, e, c);
    double *gram = first[slice_of(part, e)].basis;
    for (int64_t a = 0; a < c; a++)
      for (int64_t b = 0; b < c; b++) gram[a * c + b] += j[a] * j[b];
  }
  for (int64_t k = 0; k < slices; k++) {
    Piece *p = &first[k];
    p->first = s->free;
    if (part->fixed && is_held(part, p->at - first->at)) continue;
    if (LAPACKE_dsyev(LAPACK_ROW_MAJOR, 'V', 'U', (lapack_int)c, p->basis, (lapack_int)c, value)) return false;
    int64_t from = 0;
    while (from < c && value[from] <= 1e-10 * value[c - 1]) from++;
    p->free = c - from;
    for (int64_t a = 0; a < c; a++)
      for (int64_t b = from; b < c; b++) p->basis[a * p->free + b - from] = p->basis[a * c + b];
    s->free += p->free;
  }
  return true;
}

/* R = B'HB and B'g */
static void reduce(Errors *s)
{
  double *half = ARENA_ARRAY(pool_arena(s->pool), double, s->n * s->free);
  for (int k = 0; k < s->npieces; k++) {
    const Piece *p = &s->piece[k];
    for (int64_t i = 0; i < s->n; i++)
      for (int64_t b = 0; b < p->free; b++)
        for (int64_t a = 0; a < p->count; a++) half[i * s->free + p->first + b] += s->h[i * s->n + p->at + a] * p->basis[a * p->free + b];
  }
  for (int k = 0; k < s->npieces; k++) {
    const Piece *p = &s->piece[k];
    for (int64_t b = 0; b < p->free; b++)
      for (int64_t a = 0; a < p->count; a++) {
        double w = p->basis[a * p->free + b];
        s->shift[p->first + b] += w * s->g[p->at + a];
        for (int64_t j = 0; j < s->free; j++) s->r[(p->first + b) * s->free + j] += w * half[(p->at + a) * s->free + j];
      }
  }
}

/* ---- is it an optimum? ----------------------------------------------------------------------------------------------------------------- */

/* the parameters that a direction by w moves, v[k * stride]: those that have a fair share in it */
static const char *moved_by(const Errors *s, const double *v, int64_t stride)
{
  enum { SHARE = 4 };
  double most = 0;
  const char *names = "";
  for (int64_t k = 0; k < s->free; k++) most = fmax(most, fabs(v[k * stride]));
  for (int i = 0; i < s->step->nparts; i++) {
    int64_t from = s->piece[s->first_piece[i]].first, to = i + 1 < s->step->nparts ? s->piece[s->first_piece[i + 1]].first : s->free;
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
  int64_t n = s->free;
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

/* Newton's step: how far the optimum is, in standard errors; and where it leads to an edge */
static bool is_optimum(Errors *s)
{
  int64_t n = s->free;
  double *step = ARENA_ARRAY(pool_arena(s->pool), double, n), distance = 0;
  for (int64_t k = 0; k < n; k++) {
    double c = 0;
    for (int64_t i = 0; i < n; i++) c += s->r[i * n + k] * s->shift[i] / s->unit[i];
    distance += c * c / s->value[k];
    for (int64_t i = 0; i < n; i++) step[i] += s->r[i * n + k] * c / s->value[k] / s->unit[i];
  }
  if (!(sqrt(distance) <= near)) return refuse(s, "let the fit go on: more iters, a smaller tol, accel = squarem", "the fit has not converged: the optimum is %.2g standard errors away", sqrt(distance));
  for (int i = 0; i < s->step->nparts; i++) {
    const JointPart *part = &s->step->part[i];
    DomainKind kind = part->param->domain.kind;
    if (kind != DOMAIN_SIMPLEX && kind != DOMAIN_INTERVAL && kind != DOMAIN_SPD && kind != DOMAIN_ORDERED) continue;
    for (int k = s->first_piece[i]; k < (i + 1 < s->step->nparts ? s->first_piece[i + 1] : s->npieces); k++)
      for (int64_t b = 0; b < s->piece[k].free; b++)
        if (!part->identity && fabs(step[s->piece[k].first + b]) > rush) return refuse(s, edge_hint, "'%s' runs to the edge of its domain", part->param->name->text);
  }
  return true;
}

/* ---- back to the parameters ---------------------------------------------------------------------------------------------------------------- */

static void carry_back(const Errors *s, int i, Array *out)
{
  const JointPart *part = &s->step->part[i];
  int64_t n = s->free, count = array_count(out);
  double *a = ARENA_ARRAY(pool_arena(s->pool), double, s->piece[s->first_piece[i]].count);
  for (int64_t e = 0; e < count; e++) {
    const Piece *p = &s->piece[s->first_piece[i] + slice_of(part, e)];
    const double *j = jacobian_row(s, part, e, p->count);
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
  s->g = ARENA_ARRAY(arena, double, s->n);
  s->h = ARENA_ARRAY(arena, double, s->n * s->n);
  JointState *state = joint_new(s->pool, s->step, s->store, crew, UPDATE_NEWTON, 0, s->diags);
  if (!state) return false;
  bool ok = joint_derivatives(state, &loss, s->g, s->h);
  joint_free(state);
  for (int64_t i = 0; ok && i < s->n * s->n; i++) ok = isfinite(s->h[i]);
  return ok || refuse(s, NULL, "the second derivatives are not finite at the optimum");
}

static bool compute(Errors *s, Crew *crew, Array **errors)
{
  Arena *arena = pool_arena(s->pool);
  if (!evaluate(s, crew)) return false;
  make_pieces(s);
  for (int i = 0; i < s->step->nparts; i++)
    if (!make_basis(s, &s->step->part[i], &s->piece[s->first_piece[i]])) return refuse(s, NULL, "the coordinates of '%s' are degenerate", s->step->part[i].param->name->text);
  if (s->free == 0) return refuse(s, NULL, "every parameter is fixed");
  s->r = ARENA_ARRAY(arena, double, s->free * s->free);
  s->unit = ARENA_ARRAY(arena, double, s->free);
  s->value = ARENA_ARRAY(arena, double, s->free);
  s->shift = ARENA_ARRAY(arena, double, s->free);
  reduce(s);
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
  s.n = s.step->unknowns;
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
