/* collect.c: coefficients of atoms by differentiation, the quadratic part as one form (R-QUADFORM); see collect.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/collect_function.h"
#include "derive/collect_gather.h"
#include "derive/collect_labels.h"
#include "expr/diff.h"
#include "expr/function.h"
#include "expr/print.h"
#include <string.h>

typedef struct Placeholder { AtomForm form; const Expr *key; Symbol *symbol; } Placeholder;
typedef struct Collector {
  Pool *pool;
  const Rules *rules;
  Facts *facts;
  Symbol *param;
  VEC(Placeholder) found;
  Symbol *function, *place;               /* function[entry] multiplies terms that are functions of place[entry] and data; NULL: none so far */
  const char *failed;
} Collector;

/* ---- atoms become placeholder arrays -------------------------------------------------------------------------------------- */

static const Expr *placeholder(Collector *c, AtomForm form, const Expr *key, int naxes, Axis *const *axes, const Expr *const *at)
{
  for (int i = 0; i < c->found.len; i++)
    if (c->found.data[i].form == form && c->found.data[i].key == key) return expr_access(c->pool, c->found.data[i].symbol, at);
  Symbol *s = symbol_new(c->pool, SYM_ATOM, name_of("atom"), naxes, axes);
  Placeholder p = { form, key, s };
  vec_push(pool_arena(c->pool), &c->found, p);
  return expr_access(c->pool, s, at);
}

static void only_access(const Expr *e, const Symbol *p, const Expr **found, bool *several)
{
  if (*several || !e || !e->has_param) return;
  if (e->kind == X_ACCESS && e->u.sym == p) {
    *several |= *found && *found != e;
    *found = e;
    return;
  }
  for (int i = 0; i < e->nargs; i++) only_access(e->arg[i], p, found, several);
}

typedef struct { const Expr *from, *to; } Swap;
static const Expr *swap_node(Pool *p, const Expr *e, void *context)
{
  const Swap *s = context;
  (void)p;
  return e == s->from ? s->to : e;
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
  if (e->kind == X_REDUCE || e->kind == X_MATRIX || e->kind == X_INDEX || e->nargs == 0 || e->nargs > 16) return NULL;
  const Expr *arg[16];
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
  bool several = false;
  const Expr *found = NULL;
  only_access(e, p, &found, &several);
  if (!found || several) return NULL;
  for (int i = 0; i < found->nfree; i++)                    /* one entry, not one for each value of an index bound in e */
    if (found->free[i]->bound) return NULL;
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

/* the key over the indices of the collected coefficients */
static const Expr *with_own_indices(Pool *pool, const Collected *out, const Expr *key)
{
  const Expr *to[ARRAY_MAX_AXES];
  Index *from[ARRAY_MAX_AXES];
  int n = out->param->naxes;
  if (!key || key->nfree == 0) return key;
  for (int a = 0; a < n; a++) {
    from[a] = symbol_own(pool, out->param, a);
    to[a] = expr_index(pool, out->own[a]);
  }
  return expr_subst_indices(pool, key, n, from, to);
}

static bool is_low_polynomial(Collector *c, const Expr *e)
{
  int d = facts_degree(c->facts, e, c->param);
  return d >= 0 && d <= 2;
}

static const Expr *atomise(Collector *, const Expr *);

const Expr *split_exponential(Pool *pool, const Expr *e, const Symbol *p, const Expr **rest)
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

static const Expr *atomise_matrix(Collector *c, const Expr *e)
{
  Symbol *p = c->param;
  Index *fresh[2];
  const Expr *arg[8], *at[ARRAY_MAX_AXES];
  Axis *axes[ARRAY_MAX_AXES];
  int n = 0, pair = 0;
  if (p->domain.kind != DOMAIN_SPD || e->nbound != 2 || (e->op != MAT_INV && e->op != MAT_LOGDET)) return NULL;
  if (e->arg[0]->kind != X_ACCESS || e->arg[0]->u.sym != p) return NULL;
  expr_open(c->pool, e, fresh, arg);
  for (int a = 0; a < p->naxes; a++) {
    if (p->domain.axes >> a & 1) {
      if (e->op == MAT_INV) { axes[n] = p->axis[a]; at[n++] = arg[1 + pair++]; }
    } else {
      axes[n] = p->axis[a];
      at[n++] = arg[0]->arg[a];
    }
  }
  return placeholder(c, e->op == MAT_INV ? ATOM_INVERSE : ATOM_LOGDET, NULL, n, axes, at);
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
    product = atomise(c, product);
    if (!product) return NULL;
    for (int i = 0; i < nr; i++)
      if (!(rest[i] = atomise(c, rest[i]))) return NULL;
    rest[nr++] = product;
    return expr_mul_n(c->pool, nr, rest);
  }
  const Expr **arg = ARENA_ARRAY(pool_arena(c->pool), const Expr *, e->nargs);
  for (int i = 0; i < e->nargs; i++)
    if (!(arg[i] = atomise(c, e->arg[i]))) return NULL;
  return expr_mul_n(c->pool, e->nargs, arg);
}

/* |x[i] - m[z[i]]| */
static const Expr *function_of_entry(Collector *c, const Expr *e)
{
  const Expr *found;
  if (!function_has_row(c->rules, c->param) || !function_entry(e, c->param, &found)) return NULL;
  if (!c->function) {
    c->function = symbol_new(c->pool, SYM_ATOM, name_of("atom"), c->param->naxes, c->param->axis);
    c->place = symbol_new(c->pool, SYM_ATOM, c->param->name, c->param->naxes, c->param->axis);
  }
  Swap s = { found, expr_access(c->pool, c->place, found->arg) };
  return expr_mul(c->pool, expr_access(c->pool, c->function, found->arg), expr_map(c->pool, e, swap_node, &s));
}

/* a product with a factor that is part of the coefficient */
static bool is_scaled(const Expr *e, const Symbol *p)
{
  for (int i = 0; e->kind == X_MUL && i < e->nargs; i++)
    if (e->arg[i]->kind != X_NUM && !expr_has_symbol(e->arg[i], p)) return true;
  return false;
}

static const Expr *atomise(Collector *c, const Expr *e)
{
  if (!expr_has_symbol(e, c->param)) return e;
  if (e->kind == X_MATRIX) return atomise_matrix(c, e);
  if (e->kind == X_ADD) {
    const Expr **arg = ARENA_ARRAY(pool_arena(c->pool), const Expr *, e->nargs);
    for (int i = 0; i < e->nargs; i++)
      if (!(arg[i] = atomise(c, e->arg[i]))) return NULL;
    return expr_add_n(c->pool, e->nargs, arg);
  }
  if (e->kind == X_REDUCE && e->op == R_SUM) {
    Index *fresh[1];
    const Expr *arg[4];
    expr_open(c->pool, e, fresh, arg);
    if (!(arg[0] = atomise(c, arg[0]))) return NULL;
    return expr_close(c->pool, e, fresh, arg);
  }
  if (is_low_polynomial(c, e)) return e;
  const Expr *access, *beside, *own = split_exponential(c->pool, e, c->param, &beside);
  if (beside && univariate(c, own, &access)) return expr_mul(c->pool, beside, atomise(c, own));
  const Expr *key = is_scaled(e, c->param) ? NULL : univariate(c, e, &access);
  if (key) {
    double coef = expr_split_coef(c->pool, key, &key);
    const Expr *at = placeholder(c, ATOM_SCALAR, key, c->param->naxes, c->param->axis, access->arg);
    return expr_mul(c->pool, expr_num(c->pool, coef), at);
  }
  return e->kind == X_MUL ? atomise_product(c, e) : function_of_entry(c, e);
}

/* ---- delta structure ------------------------------------------------------------------------------------------------------- */

static const Expr *equal_to(const Expr *e, const Expr *a)
{
  if (e->kind != X_CMP || e->op != C_EQ) return NULL;
  return e->arg[0] == a ? e->arg[1] : e->arg[1] == a ? e->arg[0] : NULL;
}

/* (i == e) * (j == e) is (i == j) * (i == e): the product without (j == e), or NULL */
static const Expr *split_gather(Pool *p, const Expr *product, Index *i, Index *j)
{
  const Expr *a = expr_index(p, i), *b = expr_index(p, j);
  for (int k = 0; k < product->nargs; k++)
    for (int l = 0; l < product->nargs; l++) {
      const Expr *label = equal_to(product->arg[k], a);
      if (!label || label != equal_to(product->arg[l], b)) continue;
      const Expr **arg = ARENA_ARRAY(pool_arena(p), const Expr *, product->nargs);
      memcpy(arg, product->arg, (size_t)product->nargs * sizeof *arg);
      arg[l] = expr_num(p, 1);
      return expr_mul_n(p, product->nargs, arg);
    }
  return NULL;
}

/* e / (i == j) where that is a factor throughout; NULL otherwise */
static const Expr *split_delta(Pool *p, const Expr *e, Index *i, Index *j)
{
  if (expr_is_num(e, 0)) return e;
  if (e->kind == X_CMP && e->op == C_EQ) {
    const Expr *a = expr_index(p, i), *b = expr_index(p, j);
    return (e->arg[0] == a && e->arg[1] == b) || (e->arg[0] == b && e->arg[1] == a) ? expr_num(p, 1) : NULL;
  }
  if (e->kind == X_MUL || e->kind == X_ADD) {
    const Expr **arg = ARENA_ARRAY(pool_arena(p), const Expr *, e->nargs);
    bool any = false, all = true;
    for (int k = 0; k < e->nargs; k++) {
      const Expr *without = e->kind == X_MUL && any ? NULL : split_delta(p, e->arg[k], i, j);
      any |= without != NULL;
      all &= without != NULL;
      arg[k] = without ? without : e->arg[k];
    }
    if (e->kind == X_MUL) return any ? expr_mul_n(p, e->nargs, arg) : split_gather(p, e, i, j);
    return all ? expr_add_n(p, e->nargs, arg) : NULL;
  }
  if (e->kind == X_REDUCE && e->op == R_SUM) {
    Index *fresh[1];
    const Expr *arg[4];
    expr_open(p, e, fresh, arg);
    const Expr *body = split_delta(p, arg[0], i, j);
    if (!body) return NULL;
    arg[0] = body;
    return expr_close(p, e, fresh, arg);
  }
  return NULL;
}

/* ---- closure rules on a quadratic: a common positive factor (K-SCALE), a common nonsingular left factor (K-CANCEL) -------- */

static int factors_of(const Expr *e, const Expr *const **factor, const Expr **single)
{
  if (e->kind == X_MUL) { *factor = e->arg; return e->nargs; }
  *single = e;
  *factor = single;
  return 1;
}

static bool has_factor(const Expr *e, const Expr *f)
{
  const Expr *single, *const *factor;
  if (expr_is_num(e, 0)) return true;
  if (e->kind == X_ADD) {
    for (int i = 0; i < e->nargs; i++)
      if (!has_factor(e->arg[i], f)) return false;
    return true;
  }
  int n = factors_of(e, &factor, &single);
  for (int i = 0; i < n; i++)
    if (factor[i] == f) return true;
  return false;
}

static const Expr *without_factor(Pool *p, const Expr *e, const Expr *f)
{
  if (e->kind == X_ADD) {
    const Expr **arg = ARENA_ARRAY(pool_arena(p), const Expr *, e->nargs);
    for (int i = 0; i < e->nargs; i++) arg[i] = without_factor(p, e->arg[i], f);
    return expr_add_n(p, e->nargs, arg);
  }
  return expr_div(p, e, f);
}

/* the same for all entries that the form or the domain holds together? Else it weighs them against each other */
static bool is_common(const Collected *out, const Expr *f)
{
  unsigned together = out->dense | out->param->domain.axes;
  for (int a = 0; a < out->param->naxes; a++)
    if ((together >> a & 1) && (expr_has_free(f, out->own[a]) || expr_has_free(f, out->other[a]))) return false;
  return true;
}

static void drop_common_factors(Collector *c, const Collected *out, const Expr **H, const Expr **g)
{
  const Expr *first = (*H)->kind == X_ADD ? (*H)->arg[0] : *H, *single, *const *factor;
  int n = factors_of(first, &factor, &single);
  for (int i = 0; i < n; i++) {
    const Expr *f = factor[i];
    if (f->kind == X_NUM || !facts_is_positive(c->facts, f) || !is_common(out, f)) continue;
    if (!has_factor(*H, f) || !has_factor(*g, f)) continue;
    *H = without_factor(c->pool, *H, f);
    *g = without_factor(c->pool, *g, f);
  }
}

static const Expr *find_inverse(const Expr *e, const Expr *row, const Expr *col)
{
  if (!e) return NULL;
  if (e->kind == X_MATRIX && e->op == MAT_INV && e->nargs == 3) {
    if ((e->arg[1] == row && e->arg[2] == col) || (e->arg[1] == col && e->arg[2] == row)) return e;
    return NULL;
  }
  for (int i = 0; i < e->nargs && (e->kind == X_MUL || e->kind == X_ADD); i++) {
    const Expr *f = find_inverse(e->arg[i], row, col);
    if (f) return f;
  }
  return NULL;
}

typedef struct { const Expr *matrix; Symbol *symbol; } InverseSwap;
static const Expr *swap_inverse(Pool *p, const Expr *e, void *context)
{
  const InverseSwap *s = context;
  if (e->kind != X_MATRIX || e->op != MAT_INV || e->arg[0] != s->matrix) return e;
  return expr_access(p, s->symbol, e->arg + 1);
}

/* sum of terms each with (row == i): what is left with the column renamed to i. P is symmetric: either index may be the row. */
static const Expr *strip_row(Pool *p, const Expr *e, Index *i, Index *row, Index *col)
{
  if (e->kind == X_ADD) {
    const Expr **arg = ARENA_ARRAY(pool_arena(p), const Expr *, e->nargs);
    for (int k = 0; k < e->nargs; k++)
      if (!(arg[k] = strip_row(p, e->arg[k], i, row, col))) return NULL;
    return expr_add_n(p, e->nargs, arg);
  }
  const Expr *rest = split_delta(p, e, row, i);
  if (rest) return expr_subst_index(p, rest, col, expr_index(p, i));
  rest = split_delta(p, e, col, i);
  return rest ? expr_subst_index(p, rest, row, expr_index(p, i)) : NULL;
}

/* H = P[d, d'] * a and g[d] = sum P[d, e] * h[e], P an inverse of a positive definite matrix: the minimiser solves a d = -h
 * whatever P is. Axis `at` of the block is then no longer coupled. */
static bool cancel_left_factor(Collector *c, Collected *out, int at)
{
  Index *i = out->own[at], *j = out->other[at];
  const Expr *inverse = find_inverse(out->H, expr_index(c->pool, i), expr_index(c->pool, j));
  const char *why;
  if (!inverse) return false;
  Axis *axes[2] = { i->axis, i->axis };
  InverseSwap s = { inverse->arg[0], symbol_new(c->pool, SYM_ATOM, name_of("P"), 2, axes) };
  const Expr *H = expr_map(c->pool, out->H, swap_inverse, &s), *g = expr_map(c->pool, out->g, swap_inverse, &s);
  Index *pair[2] = { index_new(c->pool, i->name, i->axis), index_new(c->pool, j->name, i->axis) };
  const Expr *zero = expr_num(c->pool, 0);                 /* every term must have the factor: a ridge does not */
  if (!expr_is_num(expr_subst_access(c->pool, H, s.symbol, pair, zero), 0) || !expr_is_num(expr_subst_access(c->pool, g, s.symbol, pair, zero), 0)) return false;
  const Expr *dH = expr_diff(c->pool, H, s.symbol, pair, &why), *dg = expr_diff(c->pool, g, s.symbol, pair, &why);
  if (!dH || !dg || expr_has_symbol(dH, s.symbol) || expr_has_symbol(dg, s.symbol)) return false;
  const Expr *a = split_delta(c->pool, dH, pair[0], i);
  a = a ? split_delta(c->pool, a, pair[1], j) : NULL;
  if (!a) {
    a = split_delta(c->pool, dH, pair[0], j);
    a = a ? split_delta(c->pool, a, pair[1], i) : NULL;
  }
  const Expr *h = strip_row(c->pool, dg, i, pair[0], pair[1]);
  if (!a || !h || expr_has_free(a, i) || expr_has_free(a, j) || expr_has_free(a, pair[0]) || expr_has_free(a, pair[1])) return false;
  out->H = a;
  out->g = h;
  out->dense &= ~(1u << at);
  return true;
}

/* ---- the whole ------------------------------------------------------------------------------------------------------------------ */

static void add_atom(Collector *c, Collected *out, AtomForm form, const Expr *key, const Expr *coef)
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

static bool fail(Collected *out, const char *why) { out->failed = why; return false; }

/* Is the quadratic form one number on the domain? On a sphere: the same weight for all entries. With orthonormal rows: rows that
 * meet under the same weight in all columns; where there are as many rows as columns, also the other way round. */
static bool is_constant_on_domain(const Symbol *p, const Collected *out, unsigned dense, const Expr *H)
{
  int last = -1, first = -1;
  for (int a = 0; a < p->naxes; a++)
    if (p->domain.axes >> a & 1) { first = first < 0 ? a : first; last = a; }
  if (last < 0 || (p->domain.kind != DOMAIN_SPHERE && p->domain.kind != DOMAIN_ORTHOGONAL)) return false;
  if (!(dense >> last & 1) && !expr_has_free(H, out->own[last])) return true;
  bool square = p->axis[first]->size > 0 && p->axis[first]->size == p->axis[last]->size;
  return first != last && square && !(dense >> first & 1) && !expr_has_free(H, out->own[first]);
}

/* composition did not tell that the form is convex: is its matrix semidefinite? */
static bool is_semidefinite_form(Collector *c, const Collected *out)
{
  const Index *row[ARRAY_MAX_AXES], *col[ARRAY_MAX_AXES];
  int n = 0;
  for (int a = 0; a < c->param->naxes; a++) {
    if (!(out->dense >> a & 1)) continue;
    row[n] = out->own[a];
    col[n++] = out->other[a];
  }
  return facts_is_semidefinite(c->facts, out->H, n, row, col, false);
}

/* Without positive factors, where nothing else is weighed against the functions */
static const Expr *without_positive_factors(Collector *c, const Expr *e, const Symbol *entry)
{
  const Expr *single, *const *factor, *kept = expr_num(c->pool, 1);
  int n = factors_of(e, &factor, &single);
  for (int i = 0; i < n; i++)
    if (expr_has_symbol(factor[i], entry) || !facts_is_positive(c->facts, factor[i])) kept = expr_mul(c->pool, kept, factor[i]);
  return kept;
}

static bool collect_function(Collector *c, const Expr *q, Collected *out)
{
  const char *why;
  const Expr *f = expr_diff(c->pool, q, c->function, out->own, &why);
  if (!f) return fail(out, why);
  out->entry = symbol_new(c->pool, SYM_ATOM, c->param->name, 0, NULL);
  out->entry->domain = c->param->domain;
  f = expr_subst_access(c->pool, f, c->place, out->own, expr_access(c->pool, out->entry, NULL));
  if (expr_has_symbol(f, c->function) || expr_has_symbol(f, c->param)) return fail(out, "two functions of this parameter are multiplied");
  for (int i = 0; i < c->found.len; i++)
    if (expr_has_symbol(f, c->found.data[i].symbol)) return fail(out, "two atoms of this parameter are multiplied");
  add_atom(c, out, ATOM_FUNCTION, NULL, f);
  return true;
}

static bool is_matrix_domain(const Symbol *p) { return p->domain.kind == DOMAIN_SPD; }

static bool collect_polynomial(Collector *c, const Expr *q, Collected *out)
{
  Pool *pool = c->pool;
  Symbol *p = c->param;
  const char *why;
  const Expr *v = expr_access(pool, c->rules->variable, NULL);
  const Expr *g = expr_diff(pool, q, p, out->own, &why);
  if (!g) return fail(out, why);
  if (expr_is_num(g, 0)) return true;
  for (int a = 0; a < p->naxes; a++) out->other[a] = index_new(pool, out->own[a]->name, p->axis[a]);
  const Expr *H = expr_diff(pool, g, p, out->other, &why);
  if (!H || expr_has_symbol(H, p)) return fail(out, "the surrogate is not quadratic in this parameter");
  if (expr_is_num(H, 0)) {
    add_atom(c, out, is_matrix_domain(p) ? ATOM_LINEAR_MATRIX : ATOM_SCALAR, is_matrix_domain(p) ? NULL : v, g);
    return true;
  }
  g = gather_settle(pool, g);
  H = gather_settle(pool, H);
  unsigned dense = 0;
  const Expr *whole = H;
  for (int a = 0; a < p->naxes; a++) {
    const Expr *rest = split_delta(pool, H, out->own[a], out->other[a]);
    if (rest) H = expr_subst_index(pool, rest, out->other[a], expr_index(pool, out->own[a]));
    else dense |= 1u << a;
  }
  if (is_constant_on_domain(p, out, dense, H)) {
    add_atom(c, out, ATOM_SCALAR, v, expr_subst_access(pool, g, p, out->own, expr_num(pool, 0)));
    return true;
  }
  if (p->domain.kind == DOMAIN_SPHERE || p->domain.kind == DOMAIN_ORTHOGONAL) {      /* entries meet in the domain: a bound must see all */
    H = whole;
    dense = p->domain.axes;
    for (int a = 0; a < p->naxes; a++) {
      const Expr *rest = dense >> a & 1 ? NULL : split_delta(pool, H, out->own[a], out->other[a]);
      if (rest) H = expr_subst_index(pool, rest, out->other[a], expr_index(pool, out->own[a]));
      else dense |= 1u << a;
    }
  }
  out->homogeneous = !out->atoms.len && expr_is_num(expr_subst_access(pool, g, p, out->own, expr_num(pool, 0)), 0);
  out->H = H;
  out->g = g;
  out->dense = dense;
  for (int a = 0; a < p->naxes; a++)
    if (out->dense >> a & 1) cancel_left_factor(c, out, a);
  if (out->atoms.len == 0) drop_common_factors(c, out, &out->H, &out->g);
  if (out->dense) {
    out->quadratic = true;
    if (!out->convex && out->atoms.len == 0) out->convex = is_semidefinite_form(c, out);
    out->g = expr_subst_symbol(pool, out->g, p, symbol_touch(pool, p));
    return true;
  }
  const Expr *at_zero = expr_subst_access(pool, out->g, p, out->own, expr_num(pool, 0));
  add_atom(c, out, ATOM_SCALAR, expr_pow(pool, v, expr_num(pool, 2)), expr_mul(pool, expr_rat(pool, 1, 2), out->H));
  add_atom(c, out, ATOM_SCALAR, v, at_zero);
  return true;
}

/* Beside a function with kinks, other kinks of the same entry (a penalty |x|) belong to it: rows know one function. */
static void join_kinks(Collector *c, Collected *out)
{
  const char *why;
  Atom *function = NULL;
  int n = 0;
  for (int i = 0; i < out->atoms.len; i++) if (out->atoms.data[i].form == ATOM_FUNCTION) function = &out->atoms.data[i];
  for (int i = 0; function && i < out->atoms.len; i++) {
    Atom *a = &out->atoms.data[i];
    const Expr *slope = a->form == ATOM_SCALAR ? expr_diff(c->pool, a->key, c->rules->variable, NULL, &why) : NULL;
    const Expr *curve = slope && !expr_number(slope, &(double){ 0 }) ? expr_diff(c->pool, slope, c->rules->variable, NULL, &why) : NULL;
    if (!curve || !expr_is_num(curve, 0)) continue;
    function->coef = expr_add(c->pool, function->coef, expr_mul(c->pool, a->coef, expr_subst_symbol(c->pool, a->key, c->rules->variable, out->entry)));
    a->coef = NULL;
  }
  for (int i = 0; i < out->atoms.len; i++) if (out->atoms.data[i].coef) out->atoms.data[n++] = out->atoms.data[i];
  out->atoms.len = n;
}

bool domain_takes_quadratics(const Symbol *p)
{
  DomainKind k = p->domain.kind;
  return k == DOMAIN_REAL || k == DOMAIN_ZEROSUM || k == DOMAIN_BALL || k == DOMAIN_INTERVAL;
}

bool collect(Pool *pool, const Rules *rules, Facts *facts, Symbol *param, const Expr *surrogate, Collected *out)
{
  Collector c = { .pool = pool, .rules = rules, .facts = facts, .param = param };
  const char *why;
  memset(out, 0, sizeof *out);
  out->param = param;
  for (int a = 0; a < param->naxes; a++) {
    const Name *axis = param->axis[a]->name ? param->axis[a]->name : name_of("j");    /* param b[2]: no name */
    char name[2] = { (char)(axis->text[0] | 0x20), 0 };          /* axis K: index k */
    bool letter = name[0] >= 'a' && name[0] <= 'z';
    out->own[a] = index_new(pool, letter ? name_of(name) : axis, param->axis[a]);
  }
  if (param->domain.kind == DOMAIN_LABEL) return collect_labels(pool, surrogate, out);
  if (domain_takes_quadratics(param)) {
    Curvature shape = facts_curvature(facts_new(pool, 1, &param), surrogate);
    out->convex = shape != CURV_UNKNOWN && shape != CURV_CONCAVE;
  }
  const Expr *q = atomise(&c, surrogate);
  if (!q) return fail(out, "a term is no atom of one entry");
  for (int i = 0; i < c.found.len; i++) {
    Placeholder *f = &c.found.data[i];
    Index *own[ARRAY_MAX_AXES];
    int n = 0;
    for (int a = 0; a < param->naxes; a++)
      if (f->form != ATOM_LOGDET || !(param->domain.axes >> a & 1)) own[n++] = out->own[a];
    const Expr *coef = expr_diff(pool, q, f->symbol, own, &why);
    if (!coef) return fail(out, why);
    coef = gather_settle(pool, coef);
    for (int k = 0; k < c.found.len; k++)
      if (expr_has_symbol(coef, c.found.data[k].symbol)) return fail(out, "two atoms of this parameter are multiplied");
    if (c.function && expr_has_symbol(coef, c.function)) return fail(out, "two atoms of this parameter are multiplied");
    if (expr_has_symbol(coef, param)) return fail(out, "an atom is multiplied by another entry of the same parameter");
    add_atom(&c, out, f->form, with_own_indices(pool, out, f->key), coef);
  }
  if (c.function && !collect_function(&c, q, out)) return false;
  if (!collect_polynomial(&c, q, out)) return false;
  join_kinks(&c, out);
  if (c.function && out->atoms.len == 1 && !out->quadratic) out->atoms.data[0].coef = without_positive_factors(&c, out->atoms.data[0].coef, out->entry);
  return true;
}
