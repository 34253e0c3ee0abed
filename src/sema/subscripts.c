/* subscripts.c: subscripts that are computed, x[t + 1 - l], stay within their axis.
 *
 * Such a subscript is judged where the binders around it close: by then all indices have axes, and ranges and conditions are known, each a
 * number d >= 0. What is a lower bound of e - d is one of e, an upper bound of e + d one of e: with l <= t, t + 1 - l is at least 1, since
 * t + 1 - l - (t - l) is. A condition that mentions other indices than the subscript does not count: where their sum is pulled behind a factor,
 * the subscript goes where the condition does not hold.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "sema/internal.h"
#include <math.h>

enum { KNOWN_MOST = 16, DEPTH = 3 };      /* conditions that are looked at, and how many of them together */

/* numbers that are not negative, of the indices of a subscript */
typedef struct Known { const Expr *subscript; int n; const Expr *d[KNOWN_MOST]; } Known;

static bool has_only_indices_of(const Expr *subscript, const Expr *d)
{
  if (d->kind == X_INDEX) return expr_has_free(subscript, d->u.index);
  for (int i = 0; i < d->nargs; i++)
    if (!has_only_indices_of(subscript, d->arg[i])) return false;
  return true;
}

static void know(Known *k, const Expr *d)
{
  if (k->n < KNOWN_MOST && has_only_indices_of(k->subscript, d)) k->d[k->n++] = d;
}

/* a <= b, or a < b; whole numbers that are apart are apart by 1 */
static void know_order(Sema *s, Facts *facts, Known *k, const Expr *a, const Expr *b, bool strict)
{
  const Expr *d = expr_sub(s->pool, b, a);
  know(k, strict && facts_range(facts, d).integer ? expr_sub(s->pool, d, expr_num(s->pool, 1)) : d);
}

static void know_condition(Sema *s, Facts *facts, Known *k, const Expr *c)
{
  for (int i = 0; c->kind == X_MUL && i < c->nargs; i++) know_condition(s, facts, k, c->arg[i]);
  if (c->kind != X_CMP || c->op == C_NE) return;
  know_order(s, facts, k, c->arg[0], c->arg[1], c->op == C_LT);
  if (c->op == C_EQ) know_order(s, facts, k, c->arg[1], c->arg[0], false);
}

static double least(Sema *s, Facts *facts, const Known *k, const Expr *e, int depth, double enough)
{
  double best = facts_range(facts, e).lo;
  for (int i = 0; i < k->n && depth > 0 && !(best >= enough); i++) best = fmax(best, least(s, facts, k, expr_sub(s->pool, e, k->d[i]), depth - 1, enough));
  return best;
}

static Range range_of(Sema *s, Facts *facts, const Known *k, const Expr *e, const Axis *axis)
{
  const Expr *negative = expr_neg(s->pool, e);
  Range r = facts_range(facts, e);
  for (int depth = 1; depth <= DEPTH && r.lo < 1; depth++) r.lo = least(s, facts, k, e, depth, 1);
  for (int depth = 1; depth <= DEPTH && r.hi > (double)axis->size; depth++) r.hi = -least(s, facts, k, negative, depth, -(double)axis->size);
  return r;
}

static bool refuse(Sema *s, const LaterUse *u, Range r)
{
  Diag *d = diag_add(s->diags, u->span, MSG_INDEX_RANGE, span_text(s, u->span), axis_text(s, u->axis), (long long)u->axis->size);
  if (r.lo == r.hi) {
    diag_note(s->diags, d, (Span){0}, "its value is %lld; indices count from 1", (long long)r.lo);
  } else {
    diag_note(s->diags, d, (Span){0}, "its values go from %g to %g; indices count from 1", r.lo, r.hi);
    if (u->e->kind == X_ADD) diag_hint(s->diags, d, "give its indices ranges that keep it within the axis, {i in 2..N}, or a condition, {i : i > k}");
  }
  return false;
}

/* last: no other conditions will come. *stays: it must be judged again with those */
static bool judge(Sema *s, const LaterUse *u, bool last, bool *stays)
{
  Facts *facts = facts_new(s->pool, 0, NULL);
  Known known = { .subscript = u->e };
  if (u->cond) know_condition(s, facts, &known, u->cond);
  if (!facts_range(facts, u->e).integer) {
    if (u->e->kind == X_NUM) diag_add(s->diags, u->span, MSG_INDEX_NOT_WHOLE, span_text(s, u->span));
    else diag_hint(s->diags, diag_add(s->diags, u->span, MSG_INDEX_NOT_INTEGER, span_text(s, u->span)),
                   "a subscript is an index, a whole number, or data with whole numbers");
    return false;
  }
  Range r = range_of(s, facts, &known, u->e, u->axis);
  *stays = !u->outer && (r.lo < 1 || r.hi > (double)u->axis->size);
  return !*stays || !last || refuse(s, u, r);
}

bool subscript_use(Sema *s, const LaterUse *use)
{
  if (!s->vars) return judge(s, use, true, &(bool){ false });
  LaterUse *u = ARENA_NEW(s->arena, LaterUse);
  *u = *use;
  u->next = s->later;
  s->later = u;
  return true;
}

static const Expr *both(Sema *s, const Expr *a, const Expr *b) { return !a ? b : !b ? a : expr_mul(s->pool, a, b); }

/* what is known of the places that a closing binder goes through */
static const Expr *conditions_of(Sema *s, int n, IndexVar *const *var, const Expr *cond)
{
  for (int i = 0; i < n; i++) {
    const Expr *x = expr_index(s->pool, var[i]->index);
    if (var[i]->lo) cond = both(s, cond, expr_cmp(s->pool, C_LE, var[i]->lo, x));
    if (var[i]->hi) cond = both(s, cond, expr_cmp(s->pool, C_LE, x, var[i]->hi));
  }
  return cond;
}

bool subscripts_close(Sema *s, const LaterUse *before, int n, IndexVar *const *var, const Expr *cond)
{
  LaterUse *u = s->later, *left = (LaterUse *)(uintptr_t)before;
  bool last = !var[0]->outer;
  cond = conditions_of(s, n, var, cond);
  for (LaterUse *next; u != before; u = next) {
    bool stays = false;
    next = u->next;
    u->cond = both(s, u->cond, cond);
    for (int i = 0; i < n; i++) {
      u->e = index_settle(s, var[i], u->e);
      u->cond = index_settle(s, var[i], u->cond);
    }
    if (!judge(s, u, last, &stays)) return false;
    if (!stays) continue;
    u->next = left;
    left = u;
  }
  s->later = left;
  return true;
}
