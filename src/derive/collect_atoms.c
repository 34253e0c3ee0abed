/* collect_atoms.c: terms of a surrogate become placeholder arrays, one for each atom; see collect_internal.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/collect_function.h"
#include "derive/collect_internal.h"
#include "derive/collect_slice.h"
#include "rules/formed.h"
#include "rules/rows.h"
#include "expr/function.h"

void collect_add_atom(Collector *c, Collected *out, AtomForm form, const Expr *key, const Expr *coef)
{
  Atom a = { form, key, coef };
  if (expr_is_num(coef, 0)) return;
  for (int i = 0; i < out->atoms.len; i++)
    if (out->atoms.data[i].form == form && out->atoms.data[i].key == key) {
      out->atoms.data[i].coef = expr_add(c->pool, out->atoms.data[i].coef, coef);
      return;
    }
  vec_push(pool_arena(c->pool), &out->atoms, a);
}

bool collect_fail(Collected *out, const char *why) { out->failed = why; return false; }

/* axes and at: of the parameter's, but for those in `without` */
static const Expr *placeholder(Collector *c, AtomForm form, const Expr *key, unsigned without, int naxes, Axis *const *axes, const Expr *const *at)
{
  for (int i = 0; i < c->found.len; i++)
    if (c->found.data[i].form == form && c->found.data[i].key == key && c->found.data[i].without == without) return expr_access(c->pool, c->found.data[i].symbol, at);
  Symbol *s = symbol_new(c->pool, SYM_ATOM, name_of("atom"), naxes, axes);
  Placeholder p = { form, key, s, without };
  vec_push(pool_arena(c->pool), &c->found, p);
  return expr_access(c->pool, s, at);
}

/* ---- what is a function of one entry --------------------------------------------------------------------------------------- */

static void only_access(const Expr *e, const Symbol *p, const Expr **found, bool *several)
{
  if (*several || !e || !e->has_param) return;
  if (e->kind == X_ACCESS && e->u.sym == p) {
    *several |= *found && *found != e;
    *found = e;
  }
  for (int i = 0; i < e->nargs; i++) only_access(e->arg[i], p, found, several);      /* z[z[i]] holds two */
}

const Expr *entry_of(const Expr *e, const Symbol *param)
{
  bool several = false;
  const Expr *found = NULL;
  only_access(e, param, &found, &several);
  if (!found || several) return NULL;
  for (int i = 0; i < found->nfree; i++)
    if (found->free[i]->bound) return NULL;
  return found;
}

/* Nothing but numbers, functions, the variable and its touch, and numbers that belong to the entry: k[j] beside p[j]. The same atom
 * stands under many binders: the entry's indices become the parameter's own in it. */
typedef struct Purify { const Expr *access, *touch, *variable, *touched; bool own; } Purify;

static const Expr *number_of_entry(Pool *pool, const Expr *e, const Purify *c)
{
  const Expr *at[ARRAY_MAX_AXES];
  if (e->has_param || e->u.sym->kind == SYM_ATOM || (e->nargs && !c->own)) return NULL;
  for (int i = 0; i < e->nargs; i++) {
    at[i] = NULL;
    for (int a = 0; a < c->access->nargs && !at[i]; a++)
      if (e->arg[i]->kind == X_INDEX && e->arg[i] == c->access->arg[a]) at[i] = expr_index(pool, symbol_own(pool, c->access->u.sym, a));
    if (!at[i]) return NULL;
  }
  return expr_access(pool, e->u.sym, at);
}

static const Expr *purified(Pool *pool, const Expr *e, const Purify *c)
{
  if (e == c->access) return c->variable;
  if (e == c->touch) return c->touched;
  if (e->kind == X_NUM) return e;
  if (e->kind == X_ACCESS) return number_of_entry(pool, e, c);
  if (e->kind == X_REDUCE || e->kind == X_MATRIX || e->kind == X_INDEX || e->nargs == 0) return NULL;
  const Expr **arg = ARENA_ARRAY(pool_arena(pool), const Expr *, e->nargs);
  for (int i = 0; i < e->nargs; i++)
    if (!e->arg[i] || !(arg[i] = purified(pool, e->arg[i], c))) return NULL;
  switch ((ExprKind)e->kind) {
    case X_ADD: return expr_add_n(pool, e->nargs, arg);
    case X_MUL: return expr_mul_n(pool, e->nargs, arg);
    case X_POW: return expr_pow(pool, arg[0], arg[1]);
    case X_CALL: return expr_call(pool, e->u.fn, e->nargs, arg);
    case X_CMP: return expr_cmp(pool, (CmpOp)e->op, arg[0], arg[1]);
    case X_IF: return expr_if(pool, arg[0], arg[1], arg[2]);
    default: return NULL;
  }
}

const Expr *atom_of_entry(Pool *pool, const Expr *e, const Symbol *p, const Expr *variable, const Expr **access)
{
  const Expr *found = entry_of(e, p);
  if (!found) return NULL;
  bool own = true;                                         /* numbers of an entry: where its place is told by indices, each once */
  for (int i = 0; i < found->nargs; i++) {
    own &= found->arg[i]->kind == X_INDEX;
    for (int k = 0; k < i; k++) own &= found->arg[k] != found->arg[i];
  }
  Symbol *x = variable->u.sym;
  const Purify c = { found, expr_touch(pool, found), variable, expr_access(pool, symbol_touch(pool, x), NULL), own };
  const Expr *key = purified(pool, e, &c);
  if (key && access) *access = found;
  return key;
}

static const Expr *univariate(Collector *c, const Expr *e, const Expr **access)
{
  return atom_of_entry(c->pool, e, c->param, expr_access(c->pool, c->rules->variable, NULL), access);
}

static bool is_low_polynomial(Collector *c, const Expr *e)
{
  int d = facts_degree(c->facts, e, c->param);
  return d >= 0 && d <= 2;
}

/* ---- term by term ------------------------------------------------------------------------------------------------------- */

/* exp(u + v) as exp(u), returned, and exp(v), in *rest: u is what holds p. *rest is NULL where e is no such product */
static const Expr *split_exponential(Pool *pool, const Expr *e, const Symbol *p, const Expr **rest)
{
  *rest = NULL;
  if (e->kind != X_CALL || e->u.fn != function_find(pool, "exp") || e->arg[0]->kind != X_ADD) return e;
  const Expr *sum = e->arg[0], **with = ARENA_ARRAY(pool_arena(pool), const Expr *, 2 * sum->nargs), **without = with + sum->nargs;
  int n = 0, m = 0;
  for (int i = 0; i < sum->nargs; i++) {
    if (expr_has_symbol(sum->arg[i], p)) with[n++] = sum->arg[i];
    else without[m++] = sum->arg[i];
  }
  if (n == 0 || m == 0) return e;
  *rest = expr_call1(pool, e->u.fn, expr_add_n(pool, m, without));
  return expr_call1(pool, e->u.fn, expr_add_n(pool, n, with));
}

/* one of the singular values of the parameter as a matrix; which axes are its rows and columns, the access tells */
static const Expr *atomise_singular(Collector *c, const Expr *e)
{
  Symbol *p = c->param;
  Index *fresh[EXPR_OPEN_INDICES];
  const Expr *arg[EXPR_OPEN_ARGS], *at[ARRAY_MAX_AXES];
  Axis *axes[ARRAY_MAX_AXES];
  int n = 0, row = -1, column = -1;
  expr_open(c->pool, e, fresh, arg);
  for (int a = 0; a < p->naxes; a++) {
    const Expr *i = arg[0]->arg[a];
    if (i == expr_index(c->pool, fresh[1])) { column = a; continue; }
    if (i == expr_index(c->pool, fresh[0])) { row = a; i = arg[1]; }
    else if (expr_has_free(i, fresh[0]) || expr_has_free(i, fresh[1])) return NULL;
    axes[n] = p->axis[a];
    at[n++] = i;
  }
  if (row < 0 || column < 0 || n != p->naxes - 1) return NULL;
  c->spectral |= 1u << row | 1u << column;
  return placeholder(c, ATOM_SINGULAR, NULL, 1u << column, n, axes, at);
}

/* W W' + C: the matrix stands for the parameter; of its inverse the coefficient has both of its axes */
static const Expr *atomise_formed(Collector *c, const Expr *e)
{
  Symbol *p = c->param;
  Formed f;
  Axis *axes[ARRAY_MAX_AXES];
  const Expr *at[ARRAY_MAX_AXES];
  int n = 0;
  if (!formed_of(c->pool, c->rules, c->facts, e, p, &f)) return NULL;
  unsigned pair = 1u << f.rows | (f.columns < 0 ? 0 : 1u << f.columns);
  if (c->formed && (c->formed != 1u << f.rows || c->spectral != pair)) return NULL;
  c->formed = 1u << f.rows;
  c->spectral = pair;
  for (int a = 0; a < p->naxes; a++) {
    if (pair >> a & 1) continue;
    f.key = expr_subst_node(c->pool, f.key, f.first->arg[a], expr_index(c->pool, symbol_own(c->pool, p, a)));      /* an index, or a label z[i] */
    axes[n] = p->axis[a];
    at[n++] = f.first->arg[a];
  }
  if (f.key->nfree > n) return NULL;                        /* the matrix holds more than what tells it apart */
  for (int k = 0; k < 2 && e->op == MAT_INV; k++) {
    if (n == ARRAY_MAX_AXES) return NULL;
    axes[n] = p->axis[f.rows];
    at[n++] = e->arg[1 + k];
  }
  return placeholder(c, e->op == MAT_INV ? ATOM_INVERSE_OF : ATOM_LOGDET_OF, f.key, pair, n, axes, at);
}

static const Expr *atomise_matrix(Collector *c, const Expr *e)
{
  Symbol *p = c->param;
  Index *fresh[2];
  const Expr *arg[8], *at[ARRAY_MAX_AXES];
  Axis *axes[ARRAY_MAX_AXES];
  int n = 0, pair = 0;
  if (e->nbound != 2) return NULL;
  if (e->arg[0]->kind != X_ACCESS || e->arg[0]->u.sym != p) return atomise_formed(c, e);
  if (e->op == MAT_SINGULAR) return atomise_singular(c, e);
  if (p->domain.kind != DOMAIN_SPD || (e->op != MAT_INV && e->op != MAT_LOGDET)) return NULL;
  expr_open(c->pool, e, fresh, arg);
  for (int a = 0; a < p->naxes; a++) {
    if (p->domain.axes >> a & 1) {
      if (e->op == MAT_INV) { axes[n] = p->axis[a]; at[n++] = arg[1 + pair++]; }
    } else {
      axes[n] = p->axis[a];
      at[n++] = arg[0]->arg[a];
    }
  }
  return placeholder(c, e->op == MAT_INV ? ATOM_INVERSE : ATOM_LOGDET, NULL, e->op == MAT_INV ? 0 : p->domain.axes, n, axes, at);
}

/* a product: its factors that are functions of one entry, taken together, are one atom (x log x); the rest is walked */
static const Expr *atomise_product(Collector *c, const Expr *e)
{
  const Expr *pure[64], *rest[128], *access, *beside;
  int np = 0, nr = 0;
  if (e->nargs > 64) return NULL;
  for (int i = 0; i < e->nargs; i++) {
    const Expr *own = split_exponential(c->pool, e->arg[i], c->param, &beside);
    bool taken = beside && univariate(c, own, &access);
    if (taken) rest[nr++] = beside;
    if (taken || (expr_has_symbol(e->arg[i], c->param) && univariate(c, e->arg[i], &access))) pure[np++] = taken ? own : e->arg[i];
    else rest[nr++] = e->arg[i];
  }
  const Expr *product = np ? expr_mul_n(c->pool, np, pure) : NULL;
  if (product && product != e && !is_low_polynomial(c, product)) {
    product = collect_atomise(c, product);
    if (!product) return NULL;
    for (int i = 0; i < nr; i++)
      if (!(rest[i] = collect_atomise(c, rest[i]))) return NULL;
    rest[nr++] = product;
    return expr_mul_n(c->pool, nr, rest);
  }
  const Expr **arg = ARENA_ARRAY(pool_arena(c->pool), const Expr *, e->nargs);
  for (int i = 0; i < e->nargs; i++)
    if (!(arg[i] = collect_atomise(c, e->arg[i]))) return NULL;
  return expr_mul_n(c->pool, e->nargs, arg);
}

/* |x[i] - m[z[i]]| */
static const Expr *function_of_entry(Collector *c, const Expr *e)
{
  const Expr *found = rows_have_function(c->rules, c->param) ? entry_of(e, c->param) : NULL;
  if (!found || function_has_other_numbers(e, c->param)) return NULL;
  if (!c->function) {
    c->function = symbol_new(c->pool, SYM_ATOM, name_of("atom"), c->param->naxes, c->param->axis);
    c->place = symbol_new(c->pool, SYM_ATOM, c->param->name, c->param->naxes, c->param->axis);
  }
  const Expr *placed = expr_subst_node(c->pool, e, found, expr_access(c->pool, c->place, found->arg));
  return expr_mul(c->pool, expr_access(c->pool, c->function, found->arg), placed);
}

/* |b[g]|: all of a slice */
static const Expr *atomise_slice(Collector *c, const Expr *e)
{
  SliceAtom s;
  Axis *axes[ARRAY_MAX_AXES];
  const Expr *at[ARRAY_MAX_AXES];
  int n = 0;
  if (!slice_atom_of(c->pool, c->rules, e, c->param, &s) || (c->slice && c->slice != s.axes)) return NULL;
  c->slice = s.axes;
  for (int a = 0; a < c->param->naxes; a++) {
    if (s.axes >> a & 1) continue;
    axes[n] = c->param->axis[a];
    at[n++] = s.access->arg[a];
  }
  return placeholder(c, ATOM_SLICE, s.key, s.axes, n, axes, at);
}

/* a product with a factor that is part of the coefficient */
static bool is_scaled(const Expr *e, const Symbol *p)
{
  for (int i = 0; e->kind == X_MUL && i < e->nargs; i++)
    if (e->arg[i]->kind != X_NUM && !expr_has_symbol(e->arg[i], p)) return true;
  return false;
}

static bool holds_parameter(const Expr *e, void *param) { return expr_has_symbol(e, param); }

const Expr *collect_atomise(Collector *c, const Expr *e)
{
  if (!expr_has_symbol(e, c->param)) return e;
  if (e->kind == X_MATRIX) return atomise_matrix(c, e);
  if (e->kind == X_ADD) {
    const Expr **arg = ARENA_ARRAY(pool_arena(c->pool), const Expr *, e->nargs);
    for (int i = 0; i < e->nargs; i++)
      if (!(arg[i] = collect_atomise(c, e->arg[i]))) return NULL;
    return expr_add_n(c->pool, e->nargs, arg);
  }
  if (e->kind == X_REDUCE && e->op == R_SUM) {
    Index *fresh[1];
    const Expr *arg[4];
    expr_open(c->pool, e, fresh, arg);
    if (!(arg[0] = collect_atomise(c, arg[0]))) return NULL;
    return expr_close(c->pool, e, fresh, arg);
  }
  if (is_low_polynomial(c, e)) return e;
  const Expr *access, *beside, *own = split_exponential(c->pool, e, c->param, &beside);
  if (beside && univariate(c, own, &access)) return expr_mul(c->pool, beside, collect_atomise(c, own));
  const Expr *key = is_scaled(e, c->param) ? NULL : univariate(c, e, &access);
  const Expr *atom = key;
  if (key) expr_split_coef(c->pool, key, &atom);
  if (key && e->kind == X_MUL && !rows_have_atom(c->rules, c->param, atom)) {      /* x (1 + log(x)) is two atoms */
    const Expr *sum = expr_expand(c->pool, e, holds_parameter, c->param);
    if (sum->kind == X_ADD) return collect_atomise(c, sum);
  }
  if (key) {
    double coef = expr_split_coef(c->pool, key, &key);
    const Expr *at = placeholder(c, ATOM_SCALAR, key, 0, c->param->naxes, c->param->axis, access->arg);
    return expr_mul(c->pool, expr_num(c->pool, coef), at);
  }
  if (e->kind == X_MUL) return atomise_product(c, e);
  const Expr *slice = atomise_slice(c, e);
  return slice ? slice : function_of_entry(c, e);
}
