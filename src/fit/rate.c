/* rate.c: see rate.h.
 *
 * Everything is taken in the coordinates of the charts, without the directions that move nothing (freedom.h) and without what is
 * held: entries that the user fixed, that lie on the edge of their domain, or at a kink of the loss.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/rate.h"
#include "expr/function.h"
#include "expr/kinks.h"
#include "fit/freedom.h"
#include "fit/joint_step.h"
#include <lapacke.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { UNKNOWNS_MOST = 600 };
static const double edge = 1e-8;          /* a share of the largest entry that is as good as none */
static const double tiny = 1e-300;        /* what stands for 0 where a coordinate would be infinite */
static const double flat = 2e-5;          /* eigenvalues of J as near to 1 belong to directions in which the loss does not change */

struct Rates {
  Pool *pool;
  const Rules *rules;
  const Loss *loss;
  Store *store;
  Crew *crew;
  Freedom f;
  double *H;                              /* of the loss, free x free */
  int held;
};

/* ---- second derivatives ----------------------------------------------------------------------------------------------------- */

static const char not_twice[] = "second derivatives are not known";

/* those of `value` by the coordinates u of all parameters; false: there are none, or they are not finite */
static bool derivatives(Rates *r, const Expr *value, bool gauss_newton, JointStep **step, double **g, double **h)
{
  Arena *arena = pool_arena(r->pool);
  Loss loss = *r->loss;
  DiagList diags = { .arena = arena };
  Derivation d = { .pool = r->pool, .rules = r->rules, .loss = &loss, .njoint = loss.nparams, .gauss_newton = gauss_newton };
  loss.value = value;
  d.joint = ARENA_ARRAY(arena, Symbol *, d.njoint);
  for (int i = 0; i < d.njoint; i++) d.joint[i] = loss.param[i].sym;
  *step = plan_joint(r->pool, &d, &diags);
  if (!*step || !(*step)->has_hessian) return false;
  int64_t n = (*step)->unknowns;
  *g = ARENA_ARRAY(arena, double, n);
  *h = ARENA_ARRAY(arena, double, n * n);
  JointState *state = joint_new(r->pool, *step, r->store, r->crew, UPDATE_NEWTON, 0, &diags);
  double at;
  bool ok = state && joint_derivatives(state, &at, *g, *h);
  joint_free(state);
  for (int64_t i = 0; ok && i < n * n; i++) ok = isfinite((*h)[i]) != 0;
  return ok;
}

/* the same by the free coordinates w */
static double *reduced(Rates *r, const Expr *value, bool gauss_newton)
{
  Arena *arena = pool_arena(r->pool);
  JointStep *step;
  double *g, *h;
  if (!derivatives(r, value, gauss_newton, &step, &g, &h)) return NULL;
  double *slope = ARENA_ARRAY(arena, double, r->f.free + 1), *curve = ARENA_ARRAY(arena, double, r->f.free * r->f.free + 1);
  freedom_reduce(arena, &r->f, g, h, slope, curve);
  return curve;
}

/* ---- the point, and what is held there --------------------------------------------------------------------------------------- */

static bool has_kink(const Expr *e)
{
  if (!e->has_param) return false;
  if (e->kind == X_CALL && !strcmp(e->u.fn->name->text, "abs")) return true;
  if (e->kind == X_REDUCE && (e->op == R_MIN || e->op == R_MAX)) return true;
  if (e->kind == X_IF) return true;
  for (int i = 0; i < e->nargs; i++)
    if (has_kink(e->arg[i])) return true;
  return false;
}

static bool on_edge(const Domain *d, double x, double most)
{
  return d->kind == DOMAIN_INTERVAL && (x - d->lo <= edge * fmin(most, d->hi - d->lo) || d->hi - x <= edge * fmin(most, d->hi - d->lo));
}

static double greatest(const Array *a)
{
  double most = 0;
  for (int64_t k = 0; k < array_count(a); k++) most = fmax(most, fabs(a->data[k]));
  return most;
}

/* a point inside the domain whose coordinates are finite */
static double inside(const Symbol *p, double x)
{
  if (p->domain.kind == DOMAIN_SIMPLEX || p->domain.kind == DOMAIN_INTERVAL) {
    if (isfinite(p->domain.hi) && x >= p->domain.hi && p->domain.kind == DOMAIN_INTERVAL) return nextafter(p->domain.hi, p->domain.lo);
    if (p->domain.lo == 0 || p->domain.kind == DOMAIN_SIMPLEX) return x > p->domain.lo ? x : p->domain.lo > 0 ? nextafter(p->domain.lo, 1) : tiny;
    if (x <= p->domain.lo) return nextafter(p->domain.lo, p->domain.hi);
  }
  return x;
}

static bool set_point(Rates *r)
{
  for (int i = 0; i < r->loss->nparams; i++) {
    Symbol *p = r->loss->param[i].sym;
    Array *touch = store_array(r->store, symbol_touch(r->pool, p)), *here = store_array(r->store, p);
    if (!touch || !here) return false;
    for (int64_t k = 0; k < array_count(touch); k++) touch->data[k] = here->data[k] = inside(p, p->value->data[k]);
  }
  return true;
}

/* coordinates u that stay: those of entries on an edge, and exact zeros of a real parameter where the loss has kinks */
static bool *held_coordinates(Rates *r, const JointStep *step)
{
  bool *held = ARENA_ARRAY(pool_arena(r->pool), bool, step->unknowns + 1), kinks = has_kink(r->loss->value);
  int64_t at = 0;
  for (int i = 0; i < step->nparts; i++) {
    const JointPart *part = &step->part[i];
    const Symbol *p = part->param;
    int64_t n = array_count(store_array(r->store, part->u));
    for (int64_t k = 0; k < n && p->domain.kind <= DOMAIN_INTERVAL; k++) {
      double x = p->value->data[k];
      held[at + k] = on_edge(&p->domain, x, greatest(p->value)) || (kinks && x == 0);
      r->held += held[at + k];
    }
    at += n;
  }
  return held;
}

static bool make(Rates *r, const char **why)
{
  Arena *arena = pool_arena(r->pool);
  JointStep *step;
  double *g, *h;
  int part;
  *why = not_twice;
  if (!set_point(r) || !derivatives(r, r->loss->value, false, &step, &g, &h)) return false;
  if (!freedom_make(arena, &r->f, step, r->store, held_coordinates(r, step), &part)) return false;
  *why = "every entry is fixed, or lies on an edge or at a kink";
  if (r->f.free == 0) return false;
  double *slope = ARENA_ARRAY(arena, double, r->f.free);
  r->H = ARENA_ARRAY(arena, double, r->f.free * r->f.free);
  freedom_reduce(arena, &r->f, g, h, slope, r->H);
  return true;
}

Rates *rates_new(Pool *pool, const Rules *rules, const Loss *loss, int threads, const char **why)
{
  Rates *r = ARENA_NEW(pool_arena(pool), Rates);
  int64_t unknowns = 0;
  *r = (Rates){ .pool = pool, .rules = rules, .loss = loss };
  *why = "fit first";
  for (int i = 0; i < loss->nparams; i++) {
    if (!loss->param[i].sym->value) return NULL;
    unknowns += array_count(loss->param[i].sym->value);
  }
  *why = arena_printf(pool_arena(pool), "there are %lld unknowns, and rates are predicted for up to %d", (long long)unknowns, UNKNOWNS_MOST);
  if (unknowns > UNKNOWNS_MOST) return NULL;
  r->store = store_new(pool);
  r->crew = crew_new(threads);
  if (r->crew && make(r, why)) return r;
  rates_free(r);
  return NULL;
}

void rates_free(Rates *r)
{
  if (!r) return;
  if (r->crew) crew_free(r->crew);
  store_free(r->store);
}

/* ---- the derivative of one pass ------------------------------------------------------------------------------------------------ */

/* unknowns that move together or in turn: w of their coordinates, and the place of their block in the order of solution */
typedef struct Moving { int64_t n; int64_t *at; int *turn; } Moving;

static void moves(const Rates *r, Moving *m, const Symbol *p, int turn)
{
  for (int i = 0; i < r->f.step->nparts; i++) {
    if (r->f.step->part[i].param != p) continue;
    for (int64_t k = r->f.piece[r->f.first_piece[i]].first; k < freedom_end(&r->f, i); k++) {
      m->at[m->n] = k;
      m->turn[m->n++] = turn;
    }
  }
}

static Moving moving_new(const Rates *r)
{
  Arena *arena = pool_arena(r->pool);
  return (Moving){ 0, ARENA_ARRAY(arena, int64_t, r->f.free), ARENA_ARRAY(arena, int, r->f.free) };
}

/* J := J - M^-1 H J in these unknowns, M the entries of Q of blocks that have moved; minimum norm where M is singular */
static bool multiply(const Rates *r, const Moving *m, const double *Q, double *J)
{
  Arena *arena = pool_arena(r->pool);
  int64_t n = m->n, f = r->f.free;
  if (n == 0) return true;
  double *M = ARENA_ARRAY(arena, double, n * n), *X = ARENA_ARRAY(arena, double, n * f), *unit = ARENA_ARRAY(arena, double, n);
  lapack_int *pivot = ARENA_ARRAY(arena, lapack_int, n), rank;
  for (int64_t a = 0; a < n; a++) unit[a] = 1 / sqrt(fmax(fabs(Q[m->at[a] * f + m->at[a]]), tiny));
  for (int64_t a = 0; a < n; a++) {
    for (int64_t b = 0; b < n; b++)
      if (m->turn[b] <= m->turn[a]) M[a * n + b] = unit[a] * unit[b] * Q[m->at[a] * f + m->at[b]];
    for (int64_t k = 0; k < f; k++) {
      double sum = 0;
      for (int64_t l = 0; l < f; l++) sum += r->H[m->at[a] * f + l] * J[l * f + k];
      X[a * f + k] = unit[a] * sum;
    }
  }
  if (LAPACKE_dgelsy(LAPACK_ROW_MAJOR, (lapack_int)n, (lapack_int)n, (lapack_int)f, M, (lapack_int)n, X, (lapack_int)f, pivot, 1e-12, &rank) != 0) return false;
  for (int64_t a = 0; a < n; a++)
    for (int64_t k = 0; k < f; k++) J[m->at[a] * f + k] -= unit[a] * X[a * f + k];
  return true;
}

/* the turn of an earlier block that is minimised together with the i-th, else i */
static int turn_of(const SurrogateGroup *g, int i)
{
  for (int k = 0; k < i; k++)
    if (g->blocks.data[k].profiled == g->blocks.data[i].param) return turn_of(g, k);
  return i && g->blocks.data[i].solve && g->blocks.data[i].solve == g->blocks.data[i - 1].solve ? turn_of(g, i - 1) : i;
}

static bool pass_group(Rates *r, const SurrogateGroup *g, double *J)
{
  const Expr *q = g->surrogate;
  Moving m = moving_new(r);
  for (int i = 0; i < g->blocks.len; i++) {
    const Block *b = &g->blocks.data[i];
    moves(r, &m, b->param, turn_of(g, i));
    if (b->slack) q = expr_add(r->pool, q, b->slack);
  }
  const double *Q = reduced(r, q, false);
  return Q && multiply(r, &m, Q, J);
}

static bool pass_joint(Rates *r, const Derivation *d, double *J, const char **why)
{
  Moving m = moving_new(r);
  if (d->njoint == 0) return true;
  *why = "the length of a gradient step is found anew each time";
  if (d->joint_update != UPDATE_NEWTON) return false;
  *why = "where the loss has kinks, the joint step samples gradients at random";
  if (expr_has_kink(r->pool, r->loss->value, d->njoint, d->joint)) return false;
  for (int i = 0; i < d->njoint; i++) moves(r, &m, d->joint[i], 0);
  *why = not_twice;
  if (!d->gauss_newton) return multiply(r, &m, r->H, J);
  const double *Q = d->njoint == d->loss->nparams ? reduced(r, d->loss->value, true) : NULL;
  return Q && multiply(r, &m, Q, J);
}

static bool spectral_radius(const Rates *r, double *J, Rate *out)
{
  Arena *arena = pool_arena(r->pool);
  int64_t n = r->f.free;
  double *re = ARENA_ARRAY(arena, double, n), *im = ARENA_ARRAY(arena, double, n);
  for (int64_t i = 0; i < n * n; i++)
    if (!isfinite(J[i])) return false;
  if (LAPACKE_dgeev(LAPACK_ROW_MAJOR, 'N', 'N', (lapack_int)n, J, (lapack_int)n, re, im, NULL, 1, NULL, 1) != 0) return false;
  for (int64_t i = 0; i < n; i++) {
    if (hypot(re[i] - 1, im[i]) <= flat) out->flat++;
    else out->rate = fmax(out->rate, hypot(re[i], im[i]));
  }
  return true;
}

Rate rates_predict(Rates *r, const Derivation *d)
{
  int64_t n = r->f.free;
  double *J = ARENA_ARRAY(pool_arena(r->pool), double, n * n);
  Rate out = { .why = not_twice, .held = r->held };
  for (int64_t i = 0; i < n; i++) J[i * n + i] = 1;
  for (int g = 0; g < d->groups.len; g++)
    if (strchr("LF", surrogate_type(&d->groups.data[g]))) { out.why = "its steps are chosen by the run"; return out; }
  for (int g = 0; g < d->groups.len; g++)
    if (!pass_group(r, &d->groups.data[g], J)) return out;
  if (d->fixed_step) { out.why = "a step of fixed length"; return out; }
  if (!pass_joint(r, d, J, &out.why)) return out;
  out.why = "eigenvalues were not found";
  if (!spectral_radius(r, J, &out)) return out;
  if (out.flat == n) { out.why = "the loss does not change here, in any direction"; return out; }
  out.known = out.rate <= 1 + flat;
  out.why = out.known ? NULL : "the current point is no minimum";
  return out;
}
