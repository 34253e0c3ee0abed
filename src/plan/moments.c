/* moments.c: expansion about the touch; see moments.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/moments.h"
#include <string.h>

static bool has_solved(const Moments *m, const Expr *e)
{
  for (int i = 0; i < m->nsolved; i++)
    if (expr_has_symbol(e, m->solved[i])) return true;
  return false;
}

static bool has_step(const Moments *m, const Expr *e)
{
  for (int i = 0; i < m->nsolved; i++)
    if (expr_has_symbol(e, m->step[i])) return true;
  return false;
}

typedef enum { AT_TOUCH, AT_ZERO, AT_STEP } At;

/* e with every solved parameter replaced: by its touch, by 0, by its step */
static const Expr *put(const Moments *m, const Expr *e, At at)
{
  for (int i = 0; i < m->nsolved; i++) {
    Symbol *p = m->solved[i];
    if (!expr_has_symbol(e, p)) continue;
    if (at == AT_ZERO) {
      Index *own[ARRAY_MAX_AXES];
      for (int a = 0; a < p->naxes; a++) own[a] = index_new(m->pool, p->axis[a]->name, p->axis[a]);
      e = expr_subst_access(m->pool, e, p, own, expr_num(m->pool, 0));
    } else {
      e = expr_subst_symbol(m->pool, e, p, at == AT_TOUCH ? symbol_touch(m->pool, p) : m->step[i]);
    }
  }
  return e;
}

/* what does not move, kept whole: a weight symbol whose definition is the residual at the touch, x - c */
static const Expr *residual(Moments *m, const Expr *at_touch)
{
  Axis *axis[ARRAY_MAX_AXES];
  Index *own[ARRAY_MAX_AXES];
  const Expr *at[ARRAY_MAX_AXES];
  int n = at_touch->nfree;
  if (at_touch->nargs == 0 || n > ARRAY_MAX_AXES) return at_touch;
  for (int i = 0; i < n; i++) at[i] = expr_index(m->pool, at_touch->free[i]);
  const Expr *def = definition_standard(m->pool, m->early, n, at_touch->free, at_touch, own);
  for (int k = 0; k < m->residuals.len; k++) {
    Symbol *s = m->residuals.data[k];
    if (s->def == def && !memcmp(s->own, own, (size_t)n * sizeof *own)) return expr_access(m->pool, s, at);
  }
  for (int i = 0; i < n; i++) axis[i] = own[i]->axis;
  Symbol *s = symbol_new(m->pool, SYM_WEIGHT, name_of("residual"), n, axis);
  memcpy(s->own, own, (size_t)n * sizeof *own);
  s->def = def;
  vec_push(pool_arena(m->pool), &m->residuals, s);
  return expr_access(m->pool, s, at);
}

/* affine parts become residual + linear part in the steps; what is around them is rebuilt. NULL: not a polynomial */
static const Expr *shift(Moments *m, Facts *facts, const Expr *e)
{
  if (!has_solved(m, e)) return e;
  if (facts_curvature(facts, e) == CURV_AFFINE) {
    const Expr *linear = expr_sub(m->pool, put(m, e, AT_STEP), put(m, e, AT_ZERO));
    return expr_add(m->pool, residual(m, put(m, e, AT_TOUCH)), linear);
  }
  if (e->kind == X_MUL || e->kind == X_ADD) {
    const Expr **arg = ARENA_ARRAY(pool_arena(m->pool), const Expr *, e->nargs);
    for (int i = 0; i < e->nargs; i++)
      if (!(arg[i] = shift(m, facts, e->arg[i]))) return NULL;
    return e->kind == X_MUL ? expr_mul_n(m->pool, e->nargs, arg) : expr_add_n(m->pool, e->nargs, arg);
  }
  if (e->kind == X_POW && expr_is_num(e->arg[1], 2)) {
    const Expr *base = shift(m, facts, e->arg[0]);
    return base ? expr_pow(m->pool, base, e->arg[1]) : NULL;
  }
  if (e->kind == X_REDUCE && e->op == R_SUM) {
    Index *fresh[1];
    const Expr *arg[4];
    expr_open(m->pool, e, fresh, arg);
    if (!(arg[0] = shift(m, facts, arg[0]))) return NULL;
    return expr_close(m->pool, e, fresh, arg);
  }
  return NULL;
}

/* ---- one monomial: sums of a product ------------------------------------------------------------------------------------------ */

static bool has_sum(const Expr *e)
{
  if (e->kind == X_REDUCE) return true;
  for (int i = 0; i < e->nargs; i++)
    if (e->arg[i] && has_sum(e->arg[i])) return true;
  return false;
}

static const Expr *moment_access(Moments *m, const Expr *value)
{
  Arena *arena = pool_arena(m->pool);
  Axis *axis[ARRAY_MAX_AXES];
  Index *own[ARRAY_MAX_AXES], *standard[ARRAY_MAX_AXES];
  const Expr *at[ARRAY_MAX_AXES];
  int n = value->nfree;
  if (n > ARRAY_MAX_AXES) return NULL;
  for (int i = 0; i < n; i++) {
    own[i] = value->free[i];
    axis[i] = own[i]->axis;
    at[i] = expr_index(m->pool, own[i]);
  }
  const Expr *same = definition_standard(m->pool, m->early, n, own, value, standard);
  for (int i = 0; i < m->early->n; i++) {                 /* known under other indices? */
    const Definition *d = &m->early->def[i];
    if (d->value != same || d->target->naxes != n) continue;
    for (int k = 0; k < n; k++)
      for (int j = 0; j < n; j++)
        if (d->own[k] == standard[j]) at[k] = expr_index(m->pool, own[j]);
    return expr_access(m->pool, d->target, at);
  }
  Symbol *s = symbol_new(m->pool, SYM_STAT, name_of(arena_printf(arena, "moment%d", ++m->count)), n, axis);
  memcpy(s->own, own, (size_t)n * sizeof *s->own);
  s->def = value;
  definition_add(m->pool, m->early, s, own, value);
  return expr_access(m->pool, s, at);
}

/* does e mention an index that t sums inside the moment, because the steps do not have it? */
static bool has_inner(const Term *t, const Expr *steps, const Expr *e)
{
  for (int i = 0; e && i < t->nsums; i++)
    if (!expr_has_free(steps, t->sum[i].index) && expr_has_free(e, t->sum[i].index)) return true;
  return false;
}

/* sum over J of steps * (moment over the other indices). A condition on both, j < i, is a factor of the moment. */
static const Expr *regroup(Moments *m, const Term *t)
{
  const Expr *steps = expr_num(m->pool, 1), *rest = expr_num(m->pool, 1);
  for (int i = 0; i < t->nfactors; i++) {
    const Expr *f = t->factor[i];
    if (has_step(m, f)) steps = expr_mul(m->pool, steps, f);
    else rest = expr_mul(m->pool, rest, f);
  }
  for (int i = 0; i < t->nsums; i++) {
    const TermSum *s = &t->sum[i];
    if (!expr_has_free(steps, s->index)) continue;
    if (has_inner(t, steps, s->lo) || has_inner(t, steps, s->hi)) return NULL;
    if (has_inner(t, steps, s->cond)) rest = expr_mul(m->pool, rest, s->cond);
  }
  for (int i = t->nsums - 1; i >= 0; i--) {
    const TermSum *s = &t->sum[i];
    if (!expr_has_free(steps, s->index)) rest = expr_reduce(m->pool, R_SUM, s->index, rest, s->cond, s->lo, s->hi);
  }
  if (has_sum(rest) && !(rest = moment_access(m, rest))) return NULL;
  const Expr *whole = expr_mul(m->pool, t->coef, expr_mul(m->pool, steps, rest));
  for (int i = t->nsums - 1; i >= 0; i--) {
    const TermSum *s = &t->sum[i];
    if (!expr_has_free(steps, s->index)) continue;
    const Expr *cond = has_inner(t, steps, s->cond) ? expr_num(m->pool, 1) : s->cond;
    whole = expr_reduce(m->pool, R_SUM, s->index, whole, cond, s->lo, s->hi);
  }
  return whole;
}

static bool open_steps(const Expr *e, void *context) { return has_step(context, e); }

const Expr *moments_expand(Moments *m, const Expr *value)
{
  if (!has_solved(m, value) || !has_sum(value)) return value;
  Facts *facts = facts_new(m->pool, m->nsolved, m->solved);
  const Expr *shifted = shift(m, facts, value);
  if (!shifted) return value;
  const Expr *sum = expr_num(m->pool, 0);
  Term *terms;
  int n = expr_expand_terms(m->pool, shifted, open_steps, m, &terms);
  for (int i = 0; i < n; i++) {
    const Expr *term = regroup(m, &terms[i]);
    if (!term) return value;
    sum = expr_add(m->pool, sum, term);
  }
  return sum;
}
