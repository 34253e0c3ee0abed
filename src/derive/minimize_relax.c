/* minimize_relax.c: a quadratic that no row serves is bounded by one without coupling.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/minimize_internal.h"
#include "expr/diff.h"

static const Expr *at_variable(Lookup *l, const Expr *f, const Expr *x) { return expr_subst_access(l->pool, f, l->rules->variable, NULL, x); }

/* h(x) - h(t) - h'(t) d, d the step of x from its touch t */
static const Expr *gap_of(Lookup *l, const Expr *h, const Expr *slope, const Expr *x, const Expr *d)
{
  Pool *pool = l->pool;
  const Expr *t = expr_touch(pool, x);
  if (expr_is_num(expr_diff(pool, slope, l->rules->variable, NULL, NULL), 2)) return expr_pow(pool, d, expr_num(pool, 2));      /* no cancellation */
  return expr_sub(pool, expr_sub(pool, at_variable(l, h, x), at_variable(l, h, t)), expr_mul(pool, at_variable(l, slope, t), d));
}

/* 1/2 (sum curvature gap(h) - sum H d d'), d the step from the touch */
static const Expr *slack_of(Lookup *l, const Expr *curvature, const Expr *h, const Expr *slope)
{
  Pool *pool = l->pool;
  Symbol *p = l->c->param;
  const Expr *at[ARRAY_MAX_AXES];
  Index *others[ARRAY_MAX_AXES];
  int n = 0;
  const Expr *d = expr_sub(pool, lookup_param(l), expr_touch(pool, lookup_param(l)));
  for (int a = 0; a < p->naxes; a++) {
    bool dense = l->c->dense >> a & 1;
    at[a] = expr_index(pool, dense ? l->c->other[a] : l->c->own[a]);
    if (dense) others[n++] = l->c->other[a];
  }
  const Expr *other = expr_access(pool, p, at), *e = expr_sub(pool, other, expr_touch(pool, other));
  const Expr *coupled = expr_mul(pool, d, expr_sum_n(pool, n, others, expr_mul(pool, l->c->H, e)));
  const Expr *separate = expr_mul(pool, curvature, gap_of(l, h, slope, lookup_param(l), d));
  return expr_mul(pool, expr_rat(pool, 1, 2), expr_sum_n(pool, p->naxes, l->c->own, expr_sub(pool, separate, coupled)));
}

/* coef * key, with the coefficient of that atom if there is one */
static void add_to_atom(Lookup *l, Collected *out, const Expr *key, const Expr *coef)
{
  for (int i = 0; i < out->atoms.len; i++) {
    Atom *a = &out->atoms.data[i];
    if (a->form != ATOM_SCALAR || a->key != key) continue;
    a->coef = expr_add(l->pool, a->coef, coef);
    return;
  }
  const Atom a = { ATOM_SCALAR, key, coef };
  vec_push(pool_arena(l->pool), &out->atoms, a);
}

/* the block with the quadratic's coupling bounded away; *out shares everything else. False: the rule's conditions fail */
bool lookup_relax(Lookup *l, const Relaxation *r, Collected *out)
{
  Pool *pool = l->pool;
  const Domain *p = &l->c->param->domain;
  if (!rule_complete(&r->text)) return false;
  if (r->domain.kind == DOMAIN_INTERVAL && !(p->kind == DOMAIN_INTERVAL && p->lo >= r->domain.lo && p->hi <= r->domain.hi)) return false;
  if (r->domain.kind == DOMAIN_SIMPLEX && p->kind != DOMAIN_SIMPLEX) return false;
  bool round = p->kind == DOMAIN_SPHERE || p->kind == DOMAIN_ORTHOGONAL;          /* where a sum of squares is one number */
  if (r->domain.kind == DOMAIN_SPHERE && !round) return false;
  if (condition_asks_for(r->where, "spectral") && p->kind != DOMAIN_RANK && !l->c->spectral) return false;
  Bindings b = { .pool = pool, .facts = l->facts };
  const Expr *form = expr_div(pool, l->c->H, expr_num(pool, r->multiple));
  HoleBinding *x = bindings_set(&b, r->unknown->name, lookup_param(l)), *A = bindings_set(&b, r->form, form);
  AxisBinding *axis = &b.axis[b.naxes++];
  *axis = (AxisBinding){ .pattern = r->axis, .ntargets = l->ncoupled };
  for (int i = 0; i < l->ncoupled; i++) {
    int a = l->coupled[i];
    x->arg[x->nargs++] = A->arg[i] = l->c->own[a];
    A->arg[l->ncoupled + i] = l->c->other[a];
    axis->target[i] = l->c->param->axis[a];
    axis->hint[i] = l->c->own[a]->name;
    bindings_map(&b, r->own, expr_index(pool, l->c->own[a]));
  }
  A->nargs = 2 * l->ncoupled;
  const Expr *curvature = conditions_hold(&b, r->where, NULL, NULL) ? instantiate(&b, r->curvature) : NULL;
  if (!curvature) return false;
  curvature = expr_subst_symbol(pool, curvature, l->c->param, symbol_touch(pool, l->c->param));     /* others may have new values by then */
  int last = 31 - __builtin_clz(p->axes | 1u);
  if (round && (!l->ncoupled || expr_has_free(curvature, l->c->own[last]))) return false;      /* the squares of a row must have one weight */
  const Expr *h = r->generator, *slope = expr_diff(pool, h, l->rules->variable, NULL, NULL);
  l->slack = slack_of(l, curvature, h, slope);
  const Expr *v = expr_access(pool, l->rules->variable, NULL), *half = expr_mul(pool, expr_rat(pool, 1, 2), curvature);
  const Expr *linear = expr_sub(pool, l->c->g, expr_mul(pool, half, at_variable(l, slope, expr_touch(pool, lookup_param(l)))));
  *out = *l->c;
  out->atoms.data = NULL;
  out->atoms.len = out->atoms.cap = 0;
  for (int i = 0; i < l->c->atoms.len; i++) {
    Atom a = l->c->atoms.data[i];
    if (a.form == ATOM_SCALAR && a.key == v) { linear = expr_add(pool, linear, a.coef); continue; }
    vec_push(pool_arena(pool), &out->atoms, a);
  }
  for (int i = 0; !round && i < (h->kind == X_ADD ? h->nargs : 1); i++) add_to_atom(l, out, h->kind == X_ADD ? h->arg[i] : h, half);
  add_to_atom(l, out, v, linear);
  out->quadratic = false;
  return true;
}
