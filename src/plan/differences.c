/* differences.c: see differences.h.
 *
 * A nest of sums is opened into monomials, each of which goes in its cheapest order.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/differences.h"
#include "plan/monomial.h"
#include <string.h>

enum { TERMS_MOST = 12 };
static const double worth = 0.5;

/* ---- differences ------------------------------------------------------------------------------------------------------------------ */

static bool has_all_free(const Expr *e, const Expr *of)
{
  for (int i = 0; i < of->nfree; i++)
    if (!expr_has_free(e, of->free[i])) return false;
  return true;
}

/* a symbol for e over its free indices, whose definition is seen through when code is made, but not before */
static const Expr *opaque(Differences *o, const char *name, const Expr *e)
{
  Pool *pool = o->pool;
  Axis *axis[ARRAY_MAX_AXES];
  Index *own[ARRAY_MAX_AXES], *free_[ARRAY_MAX_AXES] = { NULL };
  const Expr *at[ARRAY_MAX_AXES];
  int n = e->nfree;
  for (int i = 0; i < n; i++) {                           /* in the order of axes: the indices of equal parts may have come up in any other */
    int k = i;
    for (; k > 0 && free_[k - 1]->axis->id > e->free[i]->axis->id; k--) free_[k] = free_[k - 1];
    free_[k] = e->free[i];
  }
  const Expr *def = definition_standard(pool, &o->standard, n, free_, e, own);
  for (int i = 0; i < n; i++) { axis[i] = free_[i]->axis; at[i] = expr_index(pool, free_[i]); }
  for (int k = 0; k < o->parts.len; k++) {
    Symbol *s = o->parts.data[k];
    if (s->def == def && s->naxes == n && !memcmp(s->own, own, (size_t)n * sizeof *own)) return expr_access(pool, s, at);
  }
  Symbol *s = symbol_new(pool, SYM_WEIGHT, name_of(arena_printf(pool_arena(pool), "%s%d", name, 1 + o->parts.len / 2)), n, axis);
  memcpy(s->own, own, (size_t)n * sizeof *own);
  s->def = def;
  vec_push(pool_arena(pool), &o->parts, s);
  return expr_access(pool, s, at);
}

/* e's mean over the indices that `other` has not */
static const Expr *mean_over(Pool *pool, const Expr *e, const Expr *other)
{
  const Expr *mean = e;
  for (int i = 0; i < e->nfree; i++)
    if (!expr_has_free(other, e->free[i])) mean = expr_div(pool, expr_sum(pool, e->free[i], mean), expr_axis(pool, e->free[i]->axis));
  return mean;
}

/* a + b whose parts run over indices that the other has not: the smaller one's mean over those is the centre of both; that of
 * data that do not change, if a is such: what they are about it is the same in all iterations. Of such data b may be the same for
 * many entries: then sums of products of the data with themselves are all that is wanted of these */
static const Expr *centre(Differences *o, const Expr *e)
{
  Pool *pool = o->pool;
  if (e->nargs != 2 || !e->nfree) return NULL;
  int small = expr_entries(e->arg[0]) <= expr_entries(e->arg[1]) ? 0 : 1;
  const Expr *a = e->arg[1 - small], *b = e->arg[small];
  bool many = expr_is_given(a) && !expr_is_given(b) && has_all_free(a, b) && b->nfree < a->nfree;
  if ((!many && has_all_free(a, b)) || has_all_free(b, a) || !a->nfree || !b->nfree || b->nfree > ARRAY_MAX_AXES || a->nfree > ARRAY_MAX_AXES) return NULL;
  const Expr *mean = expr_is_given(a) ? expr_neg(pool, mean_over(pool, a, b)) : mean_over(pool, b, a);
  const Expr *far = expr_add(pool, a, mean), *near = expr_sub(pool, b, mean);
  if (!far->nfree || !near->nfree) return NULL;
  const Expr *about = opaque(o, "centred", far);
  if (expr_is_given(a) && a->kind == X_ACCESS) vec_push(pool_arena(pool), &o->centres, ((Centre){ a, expr_neg(pool, mean), about }));
  return expr_add(pool, about, opaque(o, "offset", near));
}

/* what opens: sums, products and squares of differences. What is below a fraction or a function stays as it stands, so that it
 * is still the same as elsewhere */
static const Expr *put_centred(Differences *o, const Expr *e)
{
  Index *fresh[EXPR_OPEN_INDICES];
  const Expr *args[EXPR_OPEN_ARGS], *c;
  if (e->kind == X_ADD) return (c = centre(o, e)) ? c : e;
  if (e->kind == X_POW && expr_is_num(e->arg[1], 2)) return expr_pow(o->pool, put_centred(o, e->arg[0]), e->arg[1]);
  if (e->kind == X_MUL) {
    const Expr **arg = ARENA_ARRAY(pool_arena(o->pool), const Expr *, e->nargs);
    for (int k = 0; k < e->nargs; k++) arg[k] = put_centred(o, e->arg[k]);
    return expr_mul_n(o->pool, e->nargs, arg);
  }
  if (!sum_is_plain(e)) return e;
  expr_open(o->pool, e, fresh, args);
  args[0] = put_centred(o, args[0]);
  return expr_close(o->pool, e, fresh, args);
}

static bool opens(const Expr *e, void *context)
{
  const Differences *o = context;
  const Expr *part = e->kind == X_ADD ? e->arg[0] : NULL;
  if (e->kind == X_MUL || e->kind == X_POW || sum_is_plain(e)) return true;
  for (int i = 0; part && part->kind == X_ACCESS && i < o->parts.len; i++)
    if (o->parts.data[i] == part->u.sym) return true;
  return false;
}

/* ---- one nest ---------------------------------------------------------------------------------------------------------------------- */

/* a sum without conditions of a difference, of its square, or of a product of which a factor is a sum or a difference */
static bool may_gain(const Expr *e)
{
  if (!sum_is_plain(e)) return false;
  const Expr *body = e->arg[0];
  bool compares = holds_comparison(e), found = sum_is_plain(body) || (!compares && ((body->kind == X_ADD && body->nargs == 2) || (body->kind == X_POW && body->arg[0]->kind == X_ADD)));
  for (int k = 0; k < body->nargs && body->kind == X_MUL && !found; k++) {
    const Expr *f = body->arg[k]->kind == X_POW ? body->arg[k]->arg[0] : body->arg[k];
    found = f->kind == X_ADD || sum_is_plain(f);
  }
  return found;
}

/* the two indices of an element of a symmetric matrix, both summed over by t; false: f is no such */
static bool is_symmetric_pair(const Term *t, const Expr *f, Index **a, Index **b)
{
  bool inverse = f->kind == X_MATRIX && f->op == MAT_INV && f->nargs == 3, matrix = f->kind == X_ACCESS && f->u.sym->domain.kind == DOMAIN_SPD && f->nargs >= 2;
  if (!inverse && !matrix) return false;
  const Expr *i = f->arg[f->nargs - 2], *j = f->arg[f->nargs - 1];
  if (i->kind != X_INDEX || j->kind != X_INDEX || i == j) return false;
  *a = i->u.index;
  *b = j->u.index;
  int found = 0;
  for (int s = 0; s < t->nsums; s++) found += t->sum[s].index == *a || t->sum[s].index == *b;
  return found == 2;
}

/* sum{d, e} c[d] o[e] P[d, e] and sum{d, e} o[d] c[e] P[d, e] are one sum where P is symmetric: the second adds to the first */
static bool is_mirrored(Pool *pool, Term *terms, int at)
{
  const Term *t = &terms[at];
  Index *index[2];
  for (int f = 0; f < t->nfactors; f++) {
    if (!is_symmetric_pair(t, t->factor[f], &index[0], &index[1])) continue;
    const Expr *swapped[2] = { expr_index(pool, index[1]), expr_index(pool, index[0]) };
    Term m = *t;
    m.factor = ARENA_ARRAY(pool_arena(pool), const Expr *, t->nfactors);
    for (int k = 0; k < t->nfactors; k++) m.factor[k] = k == f ? t->factor[k] : expr_subst_indices(pool, t->factor[k], 2, index, swapped);
    m.coef = expr_num(pool, 1);
    const Expr *mirror = expr_of_term(pool, &m);
    for (int k = 0; k < at; k++) {
      Term one = terms[k];
      one.coef = m.coef;
      if (expr_of_term(pool, &one) != mirror) continue;
      terms[k].coef = expr_add(pool, terms[k].coef, t->coef);
      return true;
    }
  }
  return false;
}

static const Expr *cheaper(Differences *o, const Expr *e)
{
  Pool *pool = o->pool;
  const Expr *centred = put_centred(o, e), *sum = expr_num(pool, 0);
  Term *terms;
  if (centred == e) return NULL;
  int n = expr_expand_terms(pool, centred, opens, o, &terms);
  double before = sums_work(pool, e), after = 0;
  if (n > TERMS_MOST) return NULL;
  int kept = 0;
  for (int i = 0; i < n; i++) {
    terms[kept] = terms[i];
    kept += !is_mirrored(pool, terms, kept);
  }
  n = kept;
  for (int i = 0; i < n; i++) {
    const Expr *t = monomial_ordered(pool, &terms[i], -1);
    if (!t || (after += sums_work(pool, t)) > worth * before) return NULL;
    sum = expr_add(pool, sum, t);
  }
  o->opened = true;
  return sum;
}

static const Expr *better_order(Differences *o, const Expr *e)
{
  return may_gain(e) && !holds_sparse(e) ? cheaper(o, e) : NULL;
}

/* a sum of terms, one of which is better by itself */
static const Expr *by_terms(Differences *o, const Expr *e)
{
  Index *fresh[EXPR_OPEN_INDICES];
  const Expr *args[EXPR_OPEN_ARGS], *sum = expr_num(o->pool, 0);
  bool any = false;
  if (!sum_is_plain(e) || e->arg[0]->kind != X_ADD || holds_comparison(e)) return NULL;
  expr_open(o->pool, e, fresh, args);
  for (int k = 0; k < args[0]->nargs; k++) {
    const Expr *term = expr_sum(o->pool, fresh[0], args[0]->arg[k]), *rest;
    double coef = expr_split_coef(o->pool, term, &rest);
    const Expr *better = better_order(o, rest);
    any |= better != NULL;
    sum = expr_add(o->pool, sum, better ? expr_mul(o->pool, expr_num(o->pool, coef), better) : term);
  }
  return any ? sum : NULL;
}

static const Expr *reorder(Pool *pool, const Expr *e, void *context)
{
  (void)pool;
  const Expr *better = better_order(context, e);
  if (!better) better = by_terms(context, e);
  return better ? better : e;
}

const Expr *plan_open_differences(Differences *o, const Expr *e) { return expr_map_down(o->pool, e, reorder, o); }
