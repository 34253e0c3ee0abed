/* substitute.c: see substitute.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/substitute.h"
#include "rules/match.h"
#include "expr/diff.h"
#include <math.h>

/* x as a function of u = v, or u as a function of x = v */
static const Expr *through(Pool *pool, const Substitution *by, bool back, const Expr *v)
{
  const Expr *shift = expr_num(pool, by->shift), *scale = expr_num(pool, by->scale);
  if (!by->chart) return back ? expr_add(pool, shift, expr_mul(pool, scale, v)) : expr_div(pool, expr_sub(pool, v, shift), scale);
  Bindings b = { .pool = pool };
  bool inverse = by->into != back;
  return bindings_set(&b, inverse ? by->chart->unknown->name : by->chart->coordinate, v) ? instantiate(&b, inverse ? by->chart->inverse : by->chart->value) : NULL;
}

const Expr *substituted_variable(Pool *pool, const Substitution *by, const Expr *access) { return through(pool, by, false, access); }

/* from the lower end upwards, from the upper end downwards, and an interval as a whole to (0, 1) */
static bool shift_at(const Domain *d, int i, Substitution *by)
{
  if (d->kind != DOMAIN_INTERVAL) return false;
  const Substitution shift[] = { { .shift = d->lo, .scale = 1 }, { .shift = d->hi, .scale = -1 }, { .shift = d->lo, .scale = d->hi - d->lo } };
  int n = 0;
  for (size_t k = 0; k < sizeof shift / sizeof *shift; k++) {
    bool moves = shift[k].shift != 0 || shift[k].scale != 1;
    if (!isfinite(shift[k].shift) || !isfinite(shift[k].scale) || !moves || n++ != i) continue;
    *by = shift[k];
    return true;
  }
  return false;
}

bool substitution_at(const Rules *rules, const Domain *d, int i, Substitution *by)
{
  int ncharts = 2 * rules_charts(rules)->len;
  if (i >= ncharts) return shift_at(d, i - ncharts, by);
  *by = (Substitution){ .chart = rules_charts(rules)->data[i / 2], .into = i % 2 };
  return true;
}

static bool any(const Expr *e, void *context) { (void)e; (void)context; return true; }

/* number * rest; 1 if there is none */
static const Expr *split(Pool *pool, const Expr *e, const Expr **rest)
{
  *rest = e;
  if (e->kind != X_MUL || e->arg[0]->kind != X_NUM) return expr_num(pool, 1);
  *rest = expr_mul_n(pool, e->nargs - 1, e->arg + 1);
  return e->arg[0];
}

/* f(c v) as f(v) where the two differ by a number, as logarithms do: their slopes are equal */
static const Expr *without_scale(Pool *pool, const Expr *e, Symbol *u)
{
  if (e->kind != X_CALL || e->nargs != 1) return e;
  const Expr *arg = e->arg[0], *rest, *c = arg->kind == X_ADD ? expr_subst_access(pool, arg, u, NULL, expr_num(pool, 0)) : split(pool, arg, &rest);
  if (c->kind != X_NUM || expr_is_num(c, 0)) return e;
  const Expr *plain = expr_call1(pool, e->u.fn, expr_expand(pool, expr_div(pool, arg, c), any, NULL));
  const Expr *slope = expr_diff(pool, e, u, NULL, NULL), *other = expr_diff(pool, plain, u, NULL, NULL), *one = expr_num(pool, 1);
  if (!slope || !other || expr_is_num(slope, 0) || expr_is_num(other, 0)) return e;
  return expr_expand(pool, expr_div(pool, one, slope), any, NULL) == expr_expand(pool, expr_div(pool, one, other), any, NULL) ? plain : e;
}

/* coef * atom, added to the atom of that form if there is one; what does not hold the variable moves no minimiser */
static void add_atom(Pool *pool, Symbol *u, Collected *c, const Expr *term, const Expr *coef)
{
  const Expr *key;
  if (!expr_has_symbol(term, u)) return;
  coef = expr_mul(pool, split(pool, term, &key), coef);
  key = without_scale(pool, key, u);
  for (int i = 0; i < c->atoms.len; i++)
    if (c->atoms.data[i].key == key) {
      c->atoms.data[i].coef = expr_add(pool, c->atoms.data[i].coef, coef);
      return;
    }
  const Atom a = { ATOM_SCALAR, key, coef };
  vec_push(pool_arena(pool), &c->atoms, a);
}

static bool same_interval(const Domain *a, const Domain *b)
{
  return a->kind == b->kind && (a->kind == DOMAIN_REAL || (a->lo == b->lo && a->hi == b->hi && a->lo_open == b->lo_open && a->hi_open == b->hi_open));
}

/* the domain of u; false: a parameter with this domain is not changed so */
static bool domain_of_variable(const Domain *d, const Substitution *by, Domain *u)
{
  static const Domain real = { .kind = DOMAIN_REAL };
  if (!by->chart) {
    double from = (d->lo - by->shift) / by->scale, to = (d->hi - by->shift) / by->scale;
    *u = *d;
    u->lo = fmin(from, to);
    u->hi = fmax(from, to);
    if (by->scale < 0) { u->lo_open = d->hi_open; u->hi_open = d->lo_open; }
    return true;
  }
  const Domain *own = &by->chart->unknown->domain;
  *u = by->into ? real : *own;
  return !by->chart->unknown->naxes && same_interval(by->into ? own : &real, d) && rule_complete(&by->chart->text) && !by->chart->nat &&
         by->chart->inverse && !by->chart->around;
}

bool substitute_variable(Pool *pool, const Rules *rules, const Collected *c, const Substitution *by, Collected *out)
{
  Domain domain;
  if (c->quadratic || !domain_of_variable(&c->param->domain, by, &domain)) return false;
  Symbol *u = symbol_new(pool, SYM_ATOM, rules->variable->name, 0, NULL);       /* another than x: what is replaced must not come back */
  const Expr *value = through(pool, by, true, expr_access(pool, u, NULL));
  if (!value) return false;
  *out = *c;
  out->atoms.data = NULL;
  out->atoms.len = out->atoms.cap = 0;
  out->param = symbol_new(pool, SYM_ATOM, c->param->name, c->param->naxes, c->param->axis);
  out->param->domain = domain;
  for (int i = 0; i < c->atoms.len; i++) {
    const Atom *a = &c->atoms.data[i];
    if (a->form != ATOM_SCALAR || a->key->nfree || expr_has_symbol(a->key, symbol_touch(pool, rules->variable))) return false;
    const Expr *key = expr_subst_access(pool, a->key, rules->variable, NULL, value);
    key = expr_expand(pool, expr_subst_symbol(pool, key, u, rules->variable), any, NULL);
    if (key->kind == X_ADD) for (int k = 0; k < key->nargs; k++) add_atom(pool, rules->variable, out, key->arg[k], a->coef);
    else add_atom(pool, rules->variable, out, key, a->coef);
  }
  bool linear = out->atoms.len == 1 && out->atoms.data[0].key == expr_access(pool, rules->variable, NULL);      /* it stays so when it is moved */
  return out->atoms.len > 0 && (by->chart || !linear);
}

void substitute_back(Pool *pool, const Collected *c, const Collected *changed, const Substitution *by, Block *block)
{
  const Expr *at[ARRAY_MAX_AXES];
  for (int a = 0; a < c->param->naxes; a++) at[a] = expr_index(pool, c->own[a]);
  const Expr *old = through(pool, by, false, expr_access(pool, c->param, at));
  const Expr **part[] = { &block->value, &block->needs, &block->bounded, &block->attained, &block->plain, &block->spare,
                          &block->equation, &block->equation_slope, &block->root_lo, &block->root_hi, &block->root_start };
  for (size_t i = 0; i < sizeof part / sizeof *part; i++)
    if (*part[i]) *part[i] = expr_subst_access(pool, *part[i], changed->param, c->own, old);
  block->value = through(pool, by, true, block->value);
  if (block->spare) block->spare = through(pool, by, true, block->spare);
  block->by = *by;
}
