/* joint.c: the loss, its gradient and its Hessian in coordinates without constraints; see plan.h.
 *
 * A list begins with p := chart(u), so that the loss keeps the form in which the user wrote it; the derivatives by u follow by
 * the chain rule, slice by slice: with J = dp/du of one slice (1 for a real parameter) and G = dL/dp
 *     dL/du = J'G,     d2L/du2 = J' (d2L/dp2) J + sum over the slice's entries s of G[s] d2p[s]/du2.
 * A chart around the current point holds near u = 0 to second order; its parameter is an input of the lists, which is the point
 * around which the derivatives are taken. Charts are rules of the library. A general interval is the library's (0, 1) or (0, inf) moved to its ends, a ball or sphere of
 * radius r the unit one stretched.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/derivation.h"
#include "rules/match.h"
#include "rules/rules_internal.h"
#include "expr/diff.h"
#include "expr/kinks.h"
#include "expr/squares.h"
#include "plan/plan.h"
#include <math.h>
#include <string.h>

/* ---- charts ------------------------------------------------------------------------------------------------------------------ */

/* x = shift + scale * y, where y has the domain of the chart in the library; matrices: shift on the diagonal */
typedef struct Move { double shift, scale; } Move;

/* the domain as the library's charts know it */
static Domain standard_domain(const Symbol *p, Move *move)
{
  const Domain *d = &p->domain;
  Domain s = *d;
  *move = (Move){ 0, 1 };
  if (d->kind == DOMAIN_SIMPLEX && d->lo > 0) {
    double cells = 1;
    for (int a = 0; a < p->naxes; a++) cells *= d->axes >> a & 1 ? (double)p->axis[a]->size : 1;
    *move = (Move){ d->lo, 1 - cells * d->lo };
  }
  if (d->kind == DOMAIN_SPD && d->lo > 0) move->shift = d->lo;
  if (domain_has_det(d)) move->scale = pow(d->det, 1 / (double)p->axis[p->naxes - 1]->size);
  if (d->kind == DOMAIN_ORDERED) {
    bool lo = isfinite(d->lo), hi = isfinite(d->hi);
    *move = (Move){ lo ? d->lo : hi ? d->hi : 0, lo && hi ? d->hi - d->lo : 1 };
    if (lo || hi) { s.lo = lo ? 0 : -INFINITY; s.hi = lo && hi ? 1 : hi ? 0 : INFINITY; }
  }
  if (d->kind == DOMAIN_INTERVAL) {
    bool lo = isfinite(d->lo), hi = isfinite(d->hi);
    *move = (Move){ lo ? d->lo : hi ? d->hi : 0, lo && hi ? d->hi - d->lo : hi ? -1 : 1 };
    if (!lo && !hi) s.kind = DOMAIN_REAL;
    s.lo = 0;
    s.hi = lo && hi ? 1 : INFINITY;
  } else if (d->kind == DOMAIN_BALL || d->kind == DOMAIN_SPHERE) {
    move->scale = d->hi;
  }
  return s;
}

static const Chart *chart_for(const Rules *rules, const Domain *d)
{
  for (int i = 0; i < rules_charts(rules)->len; i++) {
    const Domain *c = &rules_charts(rules)->data[i]->unknown->domain;
    if (c->kind != d->kind || (d->kind == DOMAIN_SPD && c->shape != d->shape) || domain_is_cross(c) != domain_is_cross(d) || domain_has_det(c) != domain_has_det(d)) continue;
    if ((d->kind == DOMAIN_INTERVAL || d->kind == DOMAIN_ORDERED) && (c->lo != d->lo || c->hi != d->hi)) continue;
    if (d->kind == DOMAIN_SPD && (d->hi < INFINITY || d->ratio > 0)) continue;
    if (domain_lacks_coordinates(d)) continue;
    return rule_complete(&rules_charts(rules)->data[i]->text) ? rules_charts(rules)->data[i] : NULL;
  }
  return NULL;
}

bool plan_has_chart(const Rules *rules, const Symbol *param)
{
  Move move;
  Domain standard = standard_domain(param, &move);
  return chart_for(rules, &standard);
}

/* ---- one parameter ---------------------------------------------------------------------------------------------------------------- */

/* in and out: positions of the parameter's axes that its slice ranges over, and of the others */
typedef struct Coordinates {
  Pool *pool;
  Symbol *p, *u;
  int nin, nout, in[ARRAY_MAX_AXES], out[ARRAY_MAX_AXES];
  int nat;                                /* axes of a slice's coordinates; u's axes: out…, at… */
  bool around;                            /* value also mentions p's touch, the point at which u is 0 */
  Index *own[ARRAY_MAX_AXES];             /* of p, for value */
  const Expr *value;                      /* p[own] by u */
  bool identity;
  Symbol *slope;                          /* G[own] = dL/dp */
  Symbol *jacobian;                       /* J[own, at…] */
} Coordinates;

static Index *like(Pool *pool, const Index *i) { return index_new(pool, i->name, i->axis); }

static const Expr *access_at(Pool *pool, Symbol *s, Index *const *at)
{
  const Expr *arg[ARRAY_MAX_AXES];
  for (int a = 0; a < s->naxes; a++) arg[a] = expr_index(pool, at[a]);
  return expr_access(pool, s, arg);
}

static const Expr *shift_of(const Coordinates *c, Move m)
{
  const Expr *shift = expr_num(c->pool, m.shift);
  if (c->p->domain.kind != DOMAIN_SPD) return shift;
  return expr_mul(c->pool, shift, expr_cmp(c->pool, C_EQ, expr_index(c->pool, c->own[c->in[0]]), expr_index(c->pool, c->own[c->in[1]])));
}

static const Expr *moved(const Coordinates *c, const Expr *e, Move m)
{
  return expr_add(c->pool, shift_of(c, m), expr_mul(c->pool, expr_num(c->pool, m.scale), e));
}

static const Expr *moved_back(const Coordinates *c, const Expr *e, Move m)
{
  return expr_mul(c->pool, expr_num(c->pool, 1 / m.scale), expr_sub(c->pool, e, shift_of(c, m)));
}

static void bind_axis(Bindings *b, Axis *pattern, const Coordinates *c, int first, int n)
{
  AxisBinding *x = &b->axis[b->naxes++];
  *x = (AxisBinding){ .pattern = pattern, .ntargets = n };
  for (int i = 0; i < n; i++) {
    x->target[i] = c->p->axis[c->in[first + i]];
    x->hint[i] = c->own[c->in[first + i]]->name;
  }
}

/* one axis of the rule for all coupled axes together, or two for the pair */
static void bind_axes(Bindings *b, const Chart *chart, const Coordinates *c)
{
  Axis *const *axis = chart->unknown->axis;
  if (chart->unknown->naxes == 1) bind_axis(b, axis[0], c, 0, c->nin);
  if (chart->unknown->naxes == 2) bind_axis(b, axis[0], c, 0, 1);
  if (chart->unknown->naxes == 2 && axis[1] != axis[0]) bind_axis(b, axis[1], c, 1, 1);
}

/* the axes that a rule's index stands for */
static const AxisBinding *axis_of(const Bindings *b, const Index *i)
{
  for (int k = 0; k < b->naxes; k++)
    if (b->axis[k].pattern == i->axis) return &b->axis[k];
  return NULL;
}

static bool map_indices(Bindings *b, int n, Index *const *from, Index *const *to)
{
  for (int i = 0; i < n; i++) {
    const AxisBinding *x = axis_of(b, from[i]);
    if (!x) return false;
    for (int k = 0; k < x->ntargets; k++) bindings_map(b, from[i], expr_index(b->pool, *to++));
  }
  return true;
}

static bool bind_slice(Bindings *b, const Name *name, const Expr *value, int n, Index *const *arg)
{
  HoleBinding *h = bindings_set(b, name, value);
  if (!h) return false;
  h->nargs = n;
  memcpy(h->arg, arg, (size_t)n * sizeof *arg);
  return true;
}

static bool make_coordinates(Pool *pool, const Chart *chart, Move move, Symbol *p, Coordinates *c, JointPart *part)
{
  Arena *arena = pool_arena(pool);
  Axis *axis[ARRAY_MAX_AXES];
  Index *inside[ARRAY_MAX_AXES], *uown[ARRAY_MAX_AXES];
  int naxes = 0;
  *c = (Coordinates){ .pool = pool, .p = p };
  for (int a = 0; a < p->naxes; a++) {
    bool in = chart->unknown->naxes && (p->domain.axes >> a & 1);
    *(in ? &c->in[c->nin++] : &c->out[c->nout++]) = a;
    c->own[a] = index_new(pool, p->axis[a]->name, p->axis[a]);
    if (in) inside[c->nin - 1] = c->own[a];
  }
  if (chart->unknown->naxes == 2 && c->nin != 2) return false;
  for (int i = 0; i < c->nout; i++) { axis[naxes] = p->axis[c->out[i]]; uown[naxes++] = c->own[c->out[i]]; }
  Bindings b = { .pool = pool };
  bind_axes(&b, chart, c);
  for (int i = 0; i < chart->nat; i++) {
    const AxisBinding *x = axis_of(&b, chart->at[i]);
    for (int k = 0; x && k < x->ntargets; k++) {
      axis[naxes] = x->target[k];
      uown[naxes++] = index_new(pool, x->target[k]->name, x->target[k]);
    }
  }
  c->nat = naxes - c->nout;
  c->around = chart->around;
  c->u = symbol_new(pool, SYM_PARAM, name_of(arena_printf(arena, "u_%s", p->name->text)), naxes, axis);
  c->u->bar = -1;
  c->u->domain = (Domain){ .kind = DOMAIN_REAL, .lo = -INFINITY, .hi = INFINITY, .lo_open = true, .hi_open = true };

  Index **at = uown + c->nout;
  const Expr *standard = moved_back(c, access_at(pool, symbol_touch(pool, p), c->own), move);
  if (!bind_slice(&b, chart->coordinate, access_at(pool, c->u, uown), c->nat, at)) return false;
  if (!bind_slice(&b, chart->unknown->name, standard, c->nin, inside)) return false;
  int outer = b.nmap;
  if (!map_indices(&b, chart->unknown->naxes, chart->own, inside)) return false;
  const Expr *value = instantiate(&b, chart->value);
  if (!value) return false;
  c->value = moved(c, value, move);
  c->identity = c->nin == 0 && c->value == access_at(pool, c->u, c->own);

  part->param = p;
  part->floor = p->domain.kind == DOMAIN_SPD ? move.shift : 0;
  part->u = c->u;
  part->identity = c->identity;
  part->around = c->around;
  part->to_param.arena = part->to_u.arena = arena;
  symbol_touch(pool, c->u);
  definition_add(pool, &part->to_param, p, c->own, expr_touch(pool, c->value));
  if (!chart->inverse) return true;
  b.nmap = outer;
  if (!map_indices(&b, chart->nat, chart->at, at)) return false;
  const Expr *inverse = instantiate(&b, chart->inverse);
  if (!inverse) return false;
  definition_add(pool, &part->to_u, c->u, uown, inverse);
  return true;
}

/* ---- the chain rule ------------------------------------------------------------------------------------------------------------------ */

typedef struct Chain {
  Pool *pool;
  const Expr *loss;                       /* joint parameters as parameters, the others as touch symbols */
  int n; Coordinates *c;
  JointStep *step;
  Facts *squares;                         /* not NULL: the loss is a sum of squares, and the Hessian is taken without the residuals' curvature */
  const char *why;
} Chain;

/* fresh indices of p, and of u; those outside the slice are the same */
typedef struct Frame { Index *p[ARRAY_MAX_AXES], *u[ARRAY_MAX_AXES], *in[ARRAY_MAX_AXES]; } Frame;

static Frame frame_new(const Coordinates *c)
{
  Frame f;
  for (int a = 0; a < c->p->naxes; a++) f.p[a] = like(c->pool, c->own[a]);
  for (int i = 0; i < c->nin; i++) f.in[i] = f.p[c->in[i]];
  for (int i = 0; i < c->nout; i++) f.u[i] = f.p[c->out[i]];
  for (int i = 0; i < c->nat; i++) f.u[c->nout + i] = index_new(c->pool, c->u->axis[c->nout + i]->name, c->u->axis[c->nout + i]);
  return f;
}

static Symbol *stat(Pool *pool, const char *stem, const Symbol *of, int n, Index *const *own)
{
  Axis *axis[ARRAY_MAX_AXES];
  for (int i = 0; i < n; i++) axis[i] = own[i]->axis;
  return symbol_new(pool, SYM_STAT, name_of(arena_printf(pool_arena(pool), "%s_%s", stem, of->name->text)), n, axis);
}

/* a statistic of the list over these indices, and its access there */
static const Expr *define(Pool *pool, DefinitionList *list, Symbol **s, const char *stem, const Symbol *of, int n, Index *const *own, const Expr *value)
{
  if (!*s) *s = stat(pool, stem, of, n, own);
  definition_add(pool, list, *s, own, value);
  return access_at(pool, *s, own);
}

static int joined(Index *const *a, int na, Index *const *b, int nb, Index **out)
{
  for (int i = 0; i < na; i++) out[i] = a[i];
  for (int i = 0; i < nb; i++) out[na + i] = b[i];
  return na + nb;
}

/* dp[f.p] / du[f.u]: an access of J, or 1 */
static const Expr *jacobian_at(const Coordinates *c, const Frame *f)
{
  Index *at[ARRAY_MAX_AXES];
  if (c->identity) return expr_num(c->pool, 1);
  joined(f->p, c->p->naxes, f->u + c->nout, c->nat, at);
  return access_at(c->pool, c->jacobian, at);
}

/* derivative of e[f.p] by u at `at`, whose indices outside the slice are those of the frame */
static const Expr *by_coordinate(Chain *k, const Coordinates *c, const Expr *e, const Frame *f)
{
  Index *at[ARRAY_MAX_AXES];
  const Expr *same[ARRAY_MAX_AXES];
  for (int i = 0; i < c->u->naxes; i++) at[i] = i < c->nout ? like(k->pool, f->u[i]) : f->u[i];
  for (int i = 0; i < c->nout; i++) same[i] = expr_index(k->pool, f->u[i]);
  const Expr *d = expr_diff(k->pool, e, c->u, at, &k->why);
  return d ? expr_subst_indices(k->pool, d, c->nout, at, same) : NULL;
}

static const Expr *value_at(const Coordinates *c, const Frame *f)
{
  const Expr *to[ARRAY_MAX_AXES];
  for (int a = 0; a < c->p->naxes; a++) to[a] = expr_index(c->pool, f->p[a]);
  return expr_subst_indices(c->pool, c->value, c->p->naxes, c->own, to);
}

/* derivatives are taken at the current u; those of a chart around a point at u = 0, the point being the parameter itself */
static const Expr *at_point(const Coordinates *c, const Expr *e)
{
  if (!c->around) return expr_touch(c->pool, e);
  e = expr_subst_access(c->pool, e, c->u, c->own, expr_num(c->pool, 0));
  return expr_subst_symbol(c->pool, e, symbol_touch(c->pool, c->p), c->p);
}

static void add_values(Chain *k, DefinitionList *list)
{
  for (int i = 0; i < k->n; i++)
    if (!k->c[i].around) definition_add(k->pool, list, k->c[i].p, k->c[i].own, expr_touch(k->pool, k->c[i].value));
  definition_add(k->pool, list, k->step->loss, NULL, k->loss);
}

/* G, J and the gradient of part i */
static bool add_gradient(Chain *k, DefinitionList *list, int i)
{
  Coordinates *c = &k->c[i];
  Pool *pool = k->pool;
  Frame f = frame_new(c);
  const Expr *g = expr_diff(pool, k->loss, c->p, f.p, &k->why), *j = NULL;
  if (!g) return false;
  if (!c->identity) {
    Index *at[ARRAY_MAX_AXES];
    int n = joined(f.p, c->p->naxes, f.u + c->nout, c->nat, at);
    if (!(j = by_coordinate(k, c, value_at(c, &f), &f))) return false;
    g = define(pool, list, &c->slope, "slope", c->p, c->p->naxes, f.p, g);
    define(pool, list, &c->jacobian, "jacobian", c->p, n, at, at_point(c, j));
    g = expr_sum_n(pool, c->nin, f.in, expr_mul(pool, g, jacobian_at(c, &f)));
  }
  define(pool, list, &k->step->grad[i], "gradient", c->p, c->u->naxes, f.u, g);
  return true;
}

/* [the slices are the same] * sum{s} G[s] d2p[s] / du[a] du[b] */
static const Expr *curvature_of_chart(Chain *k, DefinitionList *list, const Coordinates *c, const Frame *a, const Frame *b)
{
  Pool *pool = k->pool;
  Frame second = *a;                                       /* the same slice, the other coordinate */
  for (int i = c->nout; i < c->u->naxes; i++) second.u[i] = b->u[i];
  const Expr *j = by_coordinate(k, c, value_at(c, a), a), *jj = j ? by_coordinate(k, c, j, &second) : NULL;
  if (!jj) return NULL;
  Index *at[ARRAY_MAX_AXES];
  int n = joined(a->u, c->u->naxes, b->u + c->nout, c->nat, at);
  const Expr *sum = expr_sum_n(pool, c->nin, a->in, expr_mul(pool, access_at(pool, c->slope, a->p), jj));
  Symbol *bend = NULL;
  const Expr *e = define(pool, list, &bend, "bend", c->p, n, at, at_point(c, sum));
  for (int i = 0; i < c->nout; i++) e = expr_mul(pool, expr_cmp(pool, C_EQ, expr_index(pool, a->u[i]), expr_index(pool, b->u[i])), e);
  return e;
}

static bool add_hessian(Chain *k, DefinitionList *list, int i, int j)
{
  Pool *pool = k->pool;
  const Coordinates *ci = &k->c[i], *cj = &k->c[j];
  Frame a = frame_new(ci), b = frame_new(cj);
  Index *at[2 * ARRAY_MAX_AXES];
  const Expr *e = NULL;
  if (k->squares) {
    e = expr_gauss_newton(k->squares, pool, k->loss, ci->p, a.p, cj->p, b.p, &k->why);
  } else {
    e = expr_diff(pool, k->loss, ci->p, a.p, &k->why);
    if (e) e = expr_diff(pool, e, cj->p, b.p, &k->why);
  }
  if (!e) return false;
  Symbol *inner = NULL, *half = NULL;
  if (ci->nin || cj->nin) {
    int n = joined(a.p, ci->p->naxes, b.p, cj->p->naxes, at);
    e = define(pool, list, &inner, "curvature", ci->p, n, at, e);
  }
  e = expr_sum_n(pool, cj->nin, b.in, expr_mul(pool, e, jacobian_at(cj, &b)));
  if (ci->nin && cj->nin) {
    int n = joined(a.p, ci->p->naxes, b.u, cj->u->naxes, at);
    e = define(pool, list, &half, "half", ci->p, n, at, e);
  }
  e = expr_sum_n(pool, ci->nin, a.in, expr_mul(pool, e, jacobian_at(ci, &a)));
  if (i == j && !ci->identity && !k->squares) {
    const Expr *bend = curvature_of_chart(k, list, ci, &a, &b);
    if (!bend) return false;
    e = expr_add(pool, e, bend);
  }
  int n = joined(a.u, ci->u->naxes, b.u, cj->u->naxes, at);
  define(pool, list, &k->step->hess[i * k->n + j], "hessian", ci->p, n, at, e);
  return true;
}

/* second derivatives are wanted while the matrix is small and its arrays have axes enough */
static bool wants_hessian(const Chain *k)
{
  if (k->step->unknowns > JOINT_NEWTON_MOST) return false;
  for (int i = 0; i < k->n; i++) {
    if (k->c[i].p->naxes + k->c[i].nat > ARRAY_MAX_AXES) return false;
    for (int j = 0; j < k->n; j++)
      if (k->c[i].p->naxes + k->c[j].p->naxes > ARRAY_MAX_AXES) return false;
  }
  return true;
}

static bool add_lists(Chain *k)
{
  JointStep *s = k->step;
  Arena *arena = pool_arena(k->pool);
  s->value.arena = s->gradient.arena = s->hessian.arena = arena;
  s->loss = symbol_new(k->pool, SYM_STAT, name_of("loss"), 0, NULL);
  s->grad = ARENA_ARRAY(arena, Symbol *, k->n);
  s->hess = ARENA_ARRAY(arena, Symbol *, k->n * k->n);
  add_values(k, &s->value);
  add_values(k, &s->gradient);
  for (int i = 0; i < k->n; i++)
    if (!add_gradient(k, &s->gradient, i)) return false;
  if (!wants_hessian(k)) return true;
  add_values(k, &s->hessian);
  for (int i = 0; i < k->n; i++)
    if (!add_gradient(k, &s->hessian, i)) return false;
  s->has_hessian = true;
  for (int i = 0; i < k->n && s->has_hessian; i++)
    for (int j = i; j < k->n && s->has_hessian; j++) s->has_hessian = add_hessian(k, &s->hessian, i, j);
  return true;                                             /* once differentiable only: the gradient serves */
}

/* ---- all ---------------------------------------------------------------------------------------------------------------------------- */

static const Param *param_of(const Loss *loss, const Symbol *p)
{
  for (int i = 0; i < loss->nparams; i++)
    if (loss->param[i].sym == p) return &loss->param[i];
  return NULL;
}

static bool is_joint(const Derivation *d, const Symbol *p)
{
  for (int i = 0; i < d->njoint; i++)
    if (d->joint[i] == p) return true;
  return false;
}

static JointStep *make_step(Chain *k, const Derivation *d, Symbol *const *params, DiagList *diags)
{
  Arena *arena = pool_arena(k->pool);
  JointStep *s = k->step = ARENA_NEW(arena, JointStep);
  k->c = ARENA_ARRAY(arena, Coordinates, k->n);
  s->nparts = k->n;
  s->kinked = expr_has_kink(k->pool, k->loss, k->n, params);
  s->part = ARENA_ARRAY(arena, JointPart, k->n);
  for (int i = 0; i < k->n; i++) {
    const Param *param = param_of(d->loss, params[i]);
    Move move;
    Domain standard = standard_domain(param->sym, &move);
    const Chart *chart = chart_for(d->rules, &standard);
    if (!chart || !make_coordinates(k->pool, chart, move, param->sym, &k->c[i], &s->part[i])) {
      Diag *diag = diag_add(diags, param->span, MSG_FIT_DOMAIN, param->sym->name->text);
      if (standard.kind == DOMAIN_RANK) diag_hint(diags, diag, "write the matrix as a product of two parameters, dot(a[i], b[j]), in place of a bound on its rank");
      if (domain_lacks_coordinates(&standard)) diag_hint(diags, diag, "fit without `method`: mirror steps need none");
      return NULL;
    }
    if (param->fixed && k->c[i].nin) {
      diag_add(diags, param->span, MSG_FIT_FIXED, param->sym->name->text);
      return NULL;
    }
    s->part[i].fixed = param->fixed;
    s->kinked |= expr_has_kink(k->pool, k->c[i].value, 1, &k->c[i].u);
    int64_t count = 1;
    for (int a = 0; a < k->c[i].u->naxes; a++) count *= k->c[i].u->axis[a]->size;
    s->unknowns += count;
  }
  bool ok = add_lists(k);
  for (int i = 0; i < k->n; i++) { s->part[i].jacobian = k->c[i].jacobian; s->part[i].nout = k->c[i].nout; }
  if (ok) return s;
  diag_add(diags, d->loss->span, MSG_NOT_DIFFERENTIABLE, "a parameter", k->why ? k->why : "no derivative is known");
  return NULL;
}

JointStep *plan_joint(Pool *pool, const Derivation *d, DiagList *diags)
{
  Chain k = { .pool = pool, .loss = d->loss->value, .n = d->njoint };
  if (d->gauss_newton) k.squares = facts_new(pool, d->njoint, d->joint);
  for (int i = 0; i < d->loss->nparams; i++) {
    Symbol *p = d->loss->param[i].sym;
    if (!is_joint(d, p)) k.loss = expr_subst_symbol(pool, k.loss, p, symbol_touch(pool, p));
  }
  JointStep *s = make_step(&k, d, d->joint, diags);
  if (s) s->others = d->njoint < d->loss->nparams;
  return s;
}

JointStep *plan_descent(Pool *pool, const Derivation *d, const Expr *value, int n, Symbol *const *param, bool others, DiagList *diags)
{
  Chain k = { .pool = pool, .loss = value, .n = n };
  JointStep *s = make_step(&k, d, param, diags);
  if (s) s->others = others;
  return s;
}
