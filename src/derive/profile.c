/* profile.c: see profile.h.
 *
 * Let x(y) be the closed form of x for each y. Where y minimises Q(x(y), y), the pair (x(y), y) minimises Q: Q(x(y), y) is its least value
 * over x. Where the closed form's own conditions fail, y stays as it is, and x takes its turn with it as before.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/profile.h"
#include "derive/collect.h"
#include "derive/inner_solver.h"
#include "derive/minimize.h"
#include "rules/rows.h"
#include "expr/function.h"
#include <string.h>

typedef struct Profile {
  Pool *pool;
  const Rules *rules;
  const SurrogateGroup *group;
  const Name *const *use_rule;
  Derivation *derivation;
} Profile;

/* ---- what is put in -------------------------------------------------------------------------------------------------------- */

/* coefficients by their definitions */
static const Expr *define(Pool *pool, const Expr *e, void *context)
{
  const Block *b = context;
  if (e->kind != X_ACCESS || e->u.sym->kind != SYM_STAT) return e;
  for (int i = 0; i < b->coefs.len; i++)
    if (b->coefs.data[i].stat == e->u.sym)
      return e->nargs ? expr_subst_indices(pool, e->u.sym->def, e->nargs, e->u.sym->own, e->arg) : e->u.sym->def;
  return e;
}

static const Expr *in_full(Profile *p, const Block *b, const Expr *e) { return e ? expr_map(p->pool, e, define, (void *)(uintptr_t)b) : NULL; }

/* comparisons that facts decide, or that are among those known to hold, become 1 or 0 */
typedef struct Known { Facts *facts; const Expr *hold; } Known;

static const Expr *decide(Pool *pool, const Expr *e, void *context)
{
  const Known *k = context;
  Facts *facts = k->facts;
  if (e->kind != X_CMP) return e;
  for (int i = 0; k->hold && k->hold->kind == X_MUL && i < k->hold->nargs; i++)
    if (k->hold->arg[i] == e) return expr_num(pool, 1);
  if (k->hold == e) return expr_num(pool, 1);
  const Expr *up = expr_sub(pool, e->arg[1], e->arg[0]), *down = expr_sub(pool, e->arg[0], e->arg[1]);
  bool apart = facts_is_positive(facts, up) || facts_is_positive(facts, down);
  if (e->op == C_EQ || e->op == C_NE) return apart ? expr_num(pool, e->op == C_NE) : e;
  if (e->op == C_LT ? facts_is_positive(facts, up) : facts_is_nonnegative(facts, up)) return expr_num(pool, 1);
  if (e->op == C_LT ? facts_is_nonnegative(facts, down) : facts_is_positive(facts, down)) return expr_num(pool, 0);
  return e;
}

/* the conditions under which the inner block's value is its minimiser, in the outer block's indices; NULL: always. False: they cannot be
 * said slice by slice of the outer block */
static bool conditions_of(Profile *p, Facts *facts, const Block *inner, const Block *outer, const Expr **guard)
{
  const Expr *to[ARRAY_MAX_AXES];
  const Expr *part[] = { inner->plain, inner->needs, inner->bounded, inner->attained };
  *guard = NULL;
  for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
    Known known = { facts, *guard };
    const Expr *left = part[i] ? expr_map(p->pool, in_full(p, inner, part[i]), decide, &known) : NULL;
    if (left && !expr_is_num(left, 1)) *guard = *guard ? expr_mul(p->pool, *guard, left) : left;
  }
  for (int a = 0; *guard && a < inner->param->naxes; a++) {
    to[a] = NULL;
    for (int b = 0; b < outer->param->naxes; b++)
      if (outer->param->axis[b] == inner->param->axis[a]) to[a] = expr_index(p->pool, outer->own[b]);
    if (!to[a]) return false;
  }
  if (*guard && inner->param->naxes) *guard = expr_subst_indices(p->pool, *guard, inner->param->naxes, inner->own, to);
  return true;
}

/* ---- one pair ---------------------------------------------------------------------------------------------------------------- */

static bool is_exact(const SurrogateGroup *g)
{
  for (int i = 0; i < g->steps.len; i++)
    if (!g->steps.data[i].rule->exact) return false;
  return true;
}

/* log(u v^c) as log(u) + c log(v), where these are positive; factors of the inner value that do not move are, where its conditions hold */
static const Expr *open_logarithm(Pool *pool, const Expr *e, void *context)
{
  Facts *facts = context;
  const Function *log = function_find(pool, "log");
  if (e->kind != X_CALL || e->u.fn != log || (e->arg[0]->kind != X_MUL && e->arg[0]->kind != X_POW)) return e;
  const Expr *product = e->arg[0], *sum = expr_num(pool, 0);
  int n = product->kind == X_MUL ? product->nargs : 1;
  for (int i = 0; i < n; i++) {
    const Expr *f = product->kind == X_MUL ? product->arg[i] : product, *power = NULL;
    if (f->kind == X_POW) { power = f->arg[1]; f = f->arg[0]; }
    if (!(facts_is_active(facts, f) ? facts_is_positive(facts, f) : facts_is_nonnegative(facts, f))) return e;
    const Expr *term = expr_call1(pool, log, f);
    sum = expr_add(pool, sum, power ? expr_mul(pool, power, term) : term);
  }
  return sum;
}

/* (u v)^c as u^c v^c and (u^a)^b as u^(a b), where these are positive; likewise inside logarithms */
static const Expr *open_power(Pool *pool, const Expr *e, void *context)
{
  Facts *facts = context;
  if (e->kind != X_POW) return open_logarithm(pool, e, facts);
  const Expr *base = e->arg[0], *power = e->arg[1], *product = expr_num(pool, 1);
  int n = base->kind == X_MUL ? base->nargs : 1;
  for (int i = 0; i < n; i++) {
    const Expr *f = base->kind == X_MUL ? base->arg[i] : base, *q = power;
    if (f->kind == X_POW) { q = expr_mul(pool, f->arg[1], power); f = f->arg[0]; }
    if (!(facts_is_active(facts, f) ? facts_is_positive(facts, f) : facts_is_nonnegative(facts, f))) return e;
    product = expr_mul(pool, product, expr_pow(pool, f, q));
  }
  return product;
}

static bool holds_active(const Expr *e, void *context) { return facts_is_active(context, e); }

/* in the form that rows know */
static const Expr *finished(Profile *p, Facts *facts, const Expr *q)
{
  const Expr *opened = expr_map(p->pool, q, open_power, facts);
  return opened == q ? q : expr_expand(p->pool, opened, holds_active, facts);
}

/* the solution of a system of equations is nothing that a row knows */
static bool holds_matrix(const Expr *e)
{
  if (e->kind == X_MATRIX) return true;
  for (int i = 0; i < e->nargs; i++)
    if (holds_matrix(e->arg[i])) return true;
  return false;
}

static bool may_be_put_in(const Block *b)
{
  return b->row && b->majorizer && b->update == UPDATE_CLOSED_FORM && !b->root && !b->free && !b->solve && !b->relaxed && b->param->domain.kind != DOMAIN_LABEL &&
         !holds_matrix(b->value);
}

static bool profile_pair(Profile *p, const Block *inner, Block *outer)
{
  Symbol *y = outer->param;
  Facts *facts = facts_beside(p->derivation->facts, 1, &y);
  const Expr *guard, *value = in_full(p, inner, inner->value);
  if (expr_has_symbol(value, inner->param) || !conditions_of(p, facts, inner, outer, &guard)) return false;
  const Expr *q = finished(p, facts, expr_subst_access(p->pool, p->group->surrogate, inner->param, inner->own, value));
  Collected c;
  Block found;
  const Minimizer *nearest = NULL;
  const char *failed = NULL;
  if (!collect(p->pool, p->rules, facts, y, q, &c)) return false;
  if (!minimize_block(p->pool, p->rules, facts, &c, p->use_rule, p->derivation->met, &found, &nearest, &failed)) return false;
  if (found.relaxed && !outer->relaxed) return false;       /* what is put in has coupled what stood apart: a bound would undo what it gains */
  if (block_mentions(&found, inner->param) || (!found.row && (guard || outer->update == UPDATE_CLOSED_FORM))) return false;
  found.profiled = inner->param;
  if (guard) {
    const Expr *to[ARRAY_MAX_AXES];
    for (int a = 0; a < y->naxes; a++) to[a] = expr_index(p->pool, found.own[a]);
    if (y->naxes) guard = expr_subst_indices(p->pool, guard, y->naxes, outer->own, to);
    const Expr *one = expr_num(p->pool, 1);
    if (found.bounded) found.bounded = expr_if(p->pool, guard, found.bounded, one);
    if (found.attained) found.attained = expr_if(p->pool, guard, found.attained, one);
    found.needs = found.needs ? expr_mul(p->pool, guard, found.needs) : guard;
  }
  *outer = found;
  return true;
}

/* the outer block by a step of Newton's method on what is left of the surrogate with the inner one put in */
static bool profile_by_solver(Profile *p, const Block *inner, Block *outer)
{
  Symbol *y = outer->param;
  Facts *facts = facts_beside(p->derivation->facts, 1, &y);
  const Expr *guard, *value = in_full(p, inner, inner->value);
  if (expr_has_symbol(value, inner->param) || !conditions_of(p, facts, inner, outer, &guard) || guard) return false;
  const Expr *q = finished(p, facts, expr_subst_access(p->pool, p->group->surrogate, inner->param, inner->own, value));
  if (!inner_solver_block(facts, p->pool, q, outer)) return false;
  outer->profiled = inner->param;
  return true;
}

/* the others as numbers */
static const Expr *hold_others(Pool *pool, const Expr *e, int n, Symbol *const *param, const Symbol *but)
{
  for (int i = 0; i < n; i++)
    if (param[i] != but) e = expr_subst_symbol(pool, e, param[i], symbol_touch(pool, param[i]));
  return e;
}

/* does the term fall into atoms of rows for this parameter, where the others are numbers? */
static bool has_rows_alone(Pool *pool, const Rules *rules, const Expr *term, int n, Symbol *const *param, Symbol *p)
{
  Facts *facts = facts_new(pool, 1, &p);
  const Expr *e = expr_map(pool, hold_others(pool, term, n, param, p), open_power, facts);
  Collected c;
  if (!collect(pool, rules, facts, p, e, &c) || c.quadratic) return false;
  for (int i = 0; i < c.atoms.len; i++)
    if (c.atoms.data[i].form != ATOM_SCALAR || !rows_have_atom(rules, p, c.atoms.data[i].key)) return false;
  return true;
}

/* a sum of what moves is no atom, whatever is done with it */
static bool holds_sum(const Expr *e)
{
  if (!e->has_param) return false;
  if (e->kind == X_ADD || e->kind == X_REDUCE || e->kind == X_MATRIX) return true;
  for (int i = 0; i < e->nargs; i++)
    if (holds_sum(e->arg[i])) return true;
  return false;
}

bool profile_keeps(Facts *facts, Pool *pool, const Rules *rules, const Expr *term, int n, Symbol *const *param)
{
  int convex = 0, others = 0;
  if (n < 2 || holds_sum(term)) return false;
  for (int i = 0; i < n; i++) {
    Symbol *p = param[i];
    if (!expr_has_symbol(term, p)) continue;
    if (p->domain.kind == DOMAIN_LABEL) return false;
    if (inner_solver_keeps(facts, pool, term, false, 1, &p)) convex++;
    else if (has_rows_alone(pool, rules, term, n, param, p)) others++;
    else return false;
  }
  return convex > 0 && others > 0;
}

/* every expression of a block */
static void rename_in(Pool *pool, Block *b, Symbol *from, Symbol *to)
{
  const Expr **part[] = { &b->value, &b->needs, &b->bounded, &b->attained, &b->plain, &b->spare };
  for (size_t i = 0; i < sizeof part / sizeof *part; i++)
    if (*part[i]) *part[i] = expr_subst_symbol(pool, *part[i], from, to);
  for (int i = 0; i < b->coefs.len; i++) {
    Symbol *s = b->coefs.data[i].stat;
    s->def = expr_subst_symbol(pool, s->def, from, to);
    if (b->coefs.data[i].atom) b->coefs.data[i].atom = expr_subst_symbol(pool, b->coefs.data[i].atom, from, to);
  }
  for (int i = 0; i < b->fixed.len; i++) b->fixed.data[i].value = expr_subst_symbol(pool, b->fixed.data[i].value, from, to);
}

/* A closed form for this parameter by itself, where it stands in one term with others: these are numbers then, for which their touches
 * stand in. There must be no other touches: the loss itself. */
static bool solve_alone(Profile *p, Block *block, int n, int at)
{
  Symbol *x = block[at].param;
  Facts *facts = facts_beside(p->derivation->facts, 1, &x);
  const Expr *q = hold_others(p->pool, p->group->surrogate, p->group->nparams, p->group->param, x);
  Collected c;
  Block found;
  const Minimizer *nearest = NULL;
  const char *failed = NULL;
  q = finished(p, facts, q);
  if (!collect(p->pool, p->rules, facts, x, q, &c)) return false;
  if (!minimize_block(p->pool, p->rules, facts, &c, p->use_rule, p->derivation->met, &found, &nearest, &failed) || !may_be_put_in(&found)) return false;
  for (int i = 0; i < n; i++)
    if (i != at) rename_in(p->pool, &found, symbol_touch(p->pool, block[i].param), block[i].param);
  found.free = block[at].free;
  block[at] = found;
  return true;
}

/* Blocks without a row that meet in terms which no rule bounds: one is solved by itself and put into the other, whose convex rest an inner
 * solver lowers. */
void profile_left(Pool *pool, const Rules *rules, const SurrogateGroup *g, Block *block, bool *left, int n, const Name *const *use_rule, Derivation *d)
{
  Profile p = { pool, rules, g, use_rule, d };
  for (int i = 0; i < n; i++) {
    if (!left[i] || block[i].free || !is_exact(g)) continue;
    for (int k = 0; k < n; k++) {
      Block before = block[i];
      if (k == i || !left[k] || block[k].free || !solve_alone(&p, block, n, i)) continue;
      if (profile_by_solver(&p, &block[i], &block[k])) {
        left[i] = left[k] = false;
        break;
      }
      block[i] = before;
    }
  }
}

void profile_blocks(Pool *pool, const Rules *rules, const SurrogateGroup *g, Block *block, int n, const Name *const *use_rule, Derivation *d)
{
  Profile p = { pool, rules, g, use_rule, d };
  for (int k = 0; k < n; k++) {
    Block *outer = &block[k];
    if (outer->free || outer->solve || outer->profiled || !outer->majorizer || outer->param->domain.kind == DOMAIN_LABEL) continue;
    if (outer->update == UPDATE_INNER_SOLVER) continue;
    for (int i = 0; i < n; i++) {
      bool turns = i != k && block_mentions(outer, block[i].param) && block_mentions(&block[i], outer->param);
      if (turns && !block[i].profiled && may_be_put_in(&block[i]) && profile_pair(&p, &block[i], outer)) break;
    }
  }
}
