/* substitute.c: see substitute.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/substitute.h"
#include "derive/match.h"
#include <math.h>

/* chart(v), or the chart's inverse of v */
static const Expr *through(Pool *pool, const Chart *chart, bool inverse, const Expr *v)
{
  Bindings b = { .pool = pool };
  return bindings_set(&b, inverse ? chart->unknown->name : chart->coordinate, v) ? instantiate(&b, inverse ? chart->inverse : chart->value) : NULL;
}

const Expr *substituted_variable(Pool *pool, const Chart *chart, bool into, const Expr *access) { return through(pool, chart, into, access); }

static bool any(const Expr *e, void *context) { (void)e; (void)context; return true; }

/* number * rest; 1 if there is none */
static const Expr *split(Pool *pool, const Expr *e, const Expr **rest)
{
  *rest = e;
  if (e->kind != X_MUL || e->arg[0]->kind != X_NUM) return expr_num(pool, 1);
  *rest = expr_mul_n(pool, e->nargs - 1, e->arg + 1);
  return e->arg[0];
}

/* coef * atom, added to the atom of that form if there is one; a number in place of an atom moves no minimiser */
static void add_atom(Pool *pool, Collected *c, const Expr *term, const Expr *coef)
{
  double number;
  const Expr *key;
  if (expr_number(term, &number)) return;
  coef = expr_mul(pool, split(pool, term, &key), coef);
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

bool substitute_variable(Pool *pool, const Rules *rules, const Collected *c, const Chart *chart, bool into, Collected *out)
{
  static const Domain real = { .kind = DOMAIN_REAL };
  const Domain *from = into ? &chart->unknown->domain : &real, *to = into ? &real : &chart->unknown->domain;
  if (c->quadratic || chart->unknown->naxes || !same_interval(from, &c->param->domain) || !rule_complete(&chart->text)) return false;
  if (chart->nat || !chart->inverse || chart->around) return false;
  Symbol *u = symbol_new(pool, SYM_ATOM, rules->variable->name, 0, NULL);       /* another than x: what is replaced must not come back */
  const Expr *value = through(pool, chart, !into, expr_access(pool, u, NULL));
  if (!value) return false;
  *out = *c;
  out->atoms.data = NULL;
  out->atoms.len = out->atoms.cap = 0;
  out->param = symbol_new(pool, SYM_ATOM, c->param->name, c->param->naxes, c->param->axis);
  out->param->domain = *to;
  for (int i = 0; i < c->atoms.len; i++) {
    const Atom *a = &c->atoms.data[i];
    if (a->form != ATOM_SCALAR || a->key->nfree || expr_has_symbol(a->key, symbol_touch(pool, rules->variable))) return false;
    const Expr *key = expr_subst_access(pool, a->key, rules->variable, NULL, value);
    key = expr_expand(pool, expr_subst_symbol(pool, key, u, rules->variable), any, NULL);
    if (key->kind == X_ADD) for (int k = 0; k < key->nargs; k++) add_atom(pool, out, key->arg[k], a->coef);
    else add_atom(pool, out, key, a->coef);
  }
  return out->atoms.len > 0;
}

void substitute_back(Pool *pool, const Collected *c, const Collected *changed, const Chart *chart, bool into, Block *block)
{
  const Expr *at[ARRAY_MAX_AXES];
  for (int a = 0; a < c->param->naxes; a++) at[a] = expr_index(pool, c->own[a]);
  const Expr *old = through(pool, chart, into, expr_access(pool, c->param, at));
  const Expr **part[] = { &block->value, &block->needs, &block->bounded, &block->attained, &block->plain, &block->spare,
                          &block->equation, &block->equation_slope, &block->root_lo, &block->root_hi, &block->root_start };
  for (size_t i = 0; i < sizeof part / sizeof *part; i++)
    if (*part[i]) *part[i] = expr_subst_access(pool, *part[i], changed->param, c->own, old);
  block->value = through(pool, chart, !into, block->value);
  if (block->spare) block->spare = through(pool, chart, !into, block->spare);
  block->chart = chart;
  block->into_chart = into;
}
