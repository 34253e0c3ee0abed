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
  Index *own[ARRAY_MAX_AXES];
  const Expr *at[ARRAY_MAX_AXES];
  int n = e->nfree;
  const Expr *def = definition_standard(pool, &o->standard, n, e->free, e, own);
  for (int i = 0; i < n; i++) { axis[i] = e->free[i]->axis; at[i] = expr_index(pool, e->free[i]); }
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

/* a + b whose parts run over indices that the other has not: the smaller one's mean over those is the centre of both */
static const Expr *centre(Differences *o, const Expr *e)
{
  Pool *pool = o->pool;
  if (e->nargs != 2 || !e->nfree) return NULL;
  int small = expr_entries(e->arg[0]) <= expr_entries(e->arg[1]) ? 0 : 1;
  const Expr *a = e->arg[1 - small], *b = e->arg[small], *mean = b;
  if (has_all_free(a, b) || has_all_free(b, a) || !a->nfree || !b->nfree || b->nfree > ARRAY_MAX_AXES || a->nfree > ARRAY_MAX_AXES) return NULL;
  for (int i = 0; i < b->nfree; i++)
    if (!expr_has_free(a, b->free[i])) mean = expr_div(pool, expr_sum(pool, b->free[i], mean), expr_axis(pool, b->free[i]->axis));
  const Expr *far = expr_add(pool, a, mean), *near = expr_sub(pool, b, mean);
  if (!far->nfree || !near->nfree) return NULL;
  return expr_add(pool, opaque(o, "centred", far), opaque(o, "offset", near));
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

/* the entries of sparse data cost what is stored, in an order of their own */
static bool is_sparse(const Expr *e)
{
  if (e->kind == X_ACCESS) return e->u.sym->value && e->u.sym->value->sparse;
  for (int k = 0; k < e->nargs; k++)
    if (e->arg[k] && is_sparse(e->arg[k])) return true;
  return false;
}

/* a sum without conditions of a product of which a factor is a sum or a difference */
static bool may_gain(const Expr *e)
{
  if (!sum_is_plain(e)) return false;
  const Expr *body = e->arg[0];
  bool found = sum_is_plain(body);
  for (int k = 0; k < body->nargs && body->kind == X_MUL && !found; k++) {
    const Expr *f = body->arg[k]->kind == X_POW ? body->arg[k]->arg[0] : body->arg[k];
    found = f->kind == X_ADD || sum_is_plain(f);
  }
  return found;
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
  for (int i = 0; i < n; i++) {
    const Expr *t = monomial_ordered(pool, &terms[i], -1);
    if (!t || (after += sums_work(pool, t)) > worth * before) return NULL;
    sum = expr_add(pool, sum, t);
  }
  o->opened = true;
  return sum;
}

static const Expr *reorder(Pool *pool, const Expr *e, void *context)
{
  (void)pool;
  const Expr *better = may_gain(e) && !is_sparse(e) ? cheaper(context, e) : NULL;
  return better ? better : e;
}

const Expr *plan_open_differences(Differences *o, const Expr *e) { return expr_map(o->pool, e, reorder, o); }
