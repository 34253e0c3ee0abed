/* build.c: leaves, calls, relations and conditionals. The canonical form, all files build*.c together:
 *
 *  ADD   flat; the number first, then terms in the order of order.c; like terms merged; a numeric factor of a sum inside a
 *        sum is multiplied out (x + 2*(a+b) = x + 2*a + 2*b), of a sum alone it is not (2*(a+b) stays), but -(a-b) = b-a.
 *  MUL   flat; the number first; equal bases merged; exp(a)*exp(b) = exp(a+b). A sum as a factor begins with a positive
 *        term: y*(b-a) = -y*(a-b), where a stands before b.
 *  POW   integer powers go into products; of a non-integer power only factors known to be >= 0 are taken out. The base of
 *        an even power, like the argument of an even function, begins with a positive term.
 *  SUM   over an index: factors without the index stand outside; i == e is eliminated; sums over two axes nest in the
 *        order of the axes.
 *
 * Identities are used if they hold wherever the left side is defined; the right side may be defined in more places.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/internal.h"
#include <math.h>

const Expr *num_of(Pool *pool, Number v)
{
  Expr proto = node_proto(X_NUM, 0, NULL);
  proto.u.num = v;
  return node_make(pool, &proto);
}

const Expr *expr_num(Pool *pool, double v) { return num_of(pool, number_of(v)); }
const Expr *expr_rat(Pool *pool, int64_t p, int64_t q) { return num_of(pool, number_rat(p, q)); }

const Expr *expr_axis(Pool *pool, Axis *axis)
{
  Expr proto = node_proto(X_AXIS, 0, NULL);
  proto.u.axis = axis;
  return node_make(pool, &proto);
}

const Expr *expr_index(Pool *pool, Index *i)
{
  Expr proto = node_proto(X_INDEX, 0, NULL);
  proto.u.index = i;
  return node_make(pool, &proto);
}

const Expr *expr_access(Pool *pool, Symbol *sym, const Expr *const *idx)
{
  Expr proto = node_proto(X_ACCESS, sym->naxes, idx);
  proto.u.sym = sym;
  return node_make(pool, &proto);
}

const Expr *expr_hole(Pool *pool, const Name *name, int n, const Expr *const *args)
{
  Expr proto = node_proto(X_HOLE, n, args);
  proto.u.name = name;
  return node_make(pool, &proto);
}

bool is_call(const Expr *e, const Function *fn) { return fn && e->kind == X_CALL && e->u.fn == fn; }

bool is_truth(const Expr *e)
{
  switch (e->kind) {
  case X_NUM: return number_is(e->u.num, 0) || number_is(e->u.num, 1);
  case X_CMP: return true;
  case X_MUL: for (int j = 0; j < e->nargs; j++) if (!is_truth(e->arg[j])) return false; return true;
  case X_IF: return is_truth(e->arg[1]) && is_truth(e->arg[2]);
  default: return false;
  }
}

bool access_values(const Expr *e, ValueRange *seen)
{
  const Symbol *s = e->u.sym;
  const Expr *last = e->nargs >= 2 ? e->arg[e->nargs - 1] : NULL;
  bool given = s->kind == SYM_DATA || s->kind == SYM_LET;
  if (given && last && last->kind == X_NUM && last->u.num.value >= 1 && last->u.num.value <= (double)s->axis[e->nargs - 1]->size) {
    const ValueRange *place = s->place ? s->place : s->value ? array_places(s->value) : NULL;
    if (place) return *seen = place[(int64_t)last->u.num.value - 1], true;
  }
  *seen = (ValueRange){ s->least, s->greatest, s->integer };
  return s->range_known;
}

bool is_whole(const Expr *e)
{
  switch (e->kind) {
  case X_NUM: return number_is_integer(e->u.num);
  case X_AXIS: case X_INDEX: case X_CMP: return true;
  case X_ACCESS: {
    ValueRange seen;
    return e->u.sym->domain.kind == DOMAIN_LABEL || (access_values(e, &seen) && seen.integer);
  }
  case X_ADD: case X_MUL: for (int j = 0; j < e->nargs; j++) if (!is_whole(e->arg[j])) return false; return true;
  case X_REDUCE: return e->op == R_ARGMIN || e->op == R_ARGMAX;
  case X_IF: return is_whole(e->arg[1]) && is_whole(e->arg[2]);
  default: return false;
  }
}

/* ---- calls --------------------------------------------------------------------------------------------------- */

static bool is_even_function(const Function *fn)
{
  for (const FunctionShape *s = fn->shapes; s; s = s->next)
    if (!s->coordinate && (s->flags & SHAPE_EVEN)) return true;
  return false;
}

static const Expr *plain_call(Pool *pool, const Function *fn, int n, const Expr *const *args)
{
  Expr proto = node_proto(X_CALL, n, args);
  proto.u.fn = fn;
  return node_make(pool, &proto);
}

/* |x| = x at a glance; the range of data and parameters is not consulted, since a node is made once and for all */
static bool is_plainly_nonnegative(Pool *pool, const Expr *x)
{
  switch (x->kind) {
  case X_NUM: return x->u.num.value >= 0;
  case X_AXIS: case X_INDEX: case X_CMP: return true;
  case X_CALL: return x->u.fn == pool->exp || x->u.fn == pool->abs;
  case X_POW: return x->arg[1]->kind == X_NUM && (number_is_even(x->arg[1]->u.num) || !number_is_integer(x->arg[1]->u.num)
                                                  || is_plainly_nonnegative(pool, x->arg[0]));
  case X_ADD: case X_MUL: for (int j = 0; j < x->nargs; j++) if (!is_plainly_nonnegative(pool, x->arg[j])) return false; return true;
  case X_REDUCE: return (x->op == R_SUM || x->op == R_PROD) && is_plainly_nonnegative(pool, x->arg[0]);
  default: return false;
  }
}

static const Expr *call_abs(Pool *pool, const Expr *x)
{
  if (x->kind == X_NUM) return x->u.num.value < 0 ? num_of(pool, number_neg(x->u.num)) : x;
  if (is_plainly_nonnegative(pool, x)) return x;
  if (x->kind == X_MUL) {
    List factors;
    list_init(&factors);
    for (int j = 0; j < x->nargs; j++) list_push(&factors, call_abs(pool, x->arg[j]));
    const Expr *e = expr_mul_n(pool, factors.len, factors.data);
    list_free(&factors);
    return e;
  }
  if (x->kind == X_POW && x->arg[1]->kind == X_NUM) return expr_pow(pool, call_abs(pool, x->arg[0]), x->arg[1]);
  Choice c;
  if (x->kind == X_ADD && choice_of(pool, x, &c)) return expr_if(pool, c.step, call_abs(pool, c.yes), call_abs(pool, c.no));      /* |tau - (u < 0)| */
  if (leads_negative(x)) x = expr_neg(pool, x);
  return plain_call(pool, pool->abs, 1, &x);
}

/* exp(a + 2*log x) = exp(a) * x^2 */
static const Expr *call_exp(Pool *pool, const Expr *x)
{
  if (expr_is_num(x, 0)) return pool->one;
  List out, in;
  list_init(&out);
  list_init(&in);
  int n = x->kind == X_ADD ? x->nargs : 1;
  for (int j = 0; j < n; j++) {
    const Expr *term = x->kind == X_ADD ? x->arg[j] : x, *rest;
    Number c = split_number(pool, term, &rest);
    if (is_call(rest, pool->log)) list_push(&out, expr_pow(pool, rest->arg[0], num_of(pool, c)));
    else list_push(&in, term);
  }
  const Expr *e;
  if (!out.len) e = plain_call(pool, pool->exp, 1, &x);
  else {
    if (in.len) list_push(&out, call_exp(pool, expr_add_n(pool, in.len, in.data)));
    e = expr_mul_n(pool, out.len, out.data);
  }
  list_free(&out);
  list_free(&in);
  return e;
}

/* log(2 * exp(a) * y) = log 2 + a + log y: positive factors that are seen at a glance; the others need facts */
static const Expr *call_log(Pool *pool, const Expr *x)
{
  if (expr_is_num(x, 1)) return pool->zero;
  if (is_call(x, pool->exp)) return x->arg[0];
  if (x->kind == X_MUL) {
    List terms, rest;
    list_init(&terms);
    list_init(&rest);
    for (int j = 0; j < x->nargs; j++) {
      const Expr *f = x->arg[j];
      if (is_call(f, pool->exp) || (f->kind == X_NUM && f->u.num.value > 0)) list_push(&terms, call_log(pool, f));
      else list_push(&rest, f);
    }
    const Expr *e = NULL;
    if (terms.len) {
      list_push(&terms, call_log(pool, expr_mul_n(pool, rest.len, rest.data)));
      e = expr_add_n(pool, terms.len, terms.data);
    }
    list_free(&terms);
    list_free(&rest);
    if (e) return e;
  }
  return plain_call(pool, pool->log, 1, &x);
}

const Expr *expr_call(Pool *pool, const Function *fn, int n, const Expr *const *args)
{
  if (n == 1) {
    const Expr *x = args[0];
    if (fn == pool->abs) return call_abs(pool, x);
    if (fn == pool->exp) return call_exp(pool, x);
    if (fn == pool->log) return call_log(pool, x);
    if (fn == pool->sqrt) return expr_pow(pool, x, expr_rat(pool, 1, 2));
    if (is_even_function(fn)) {
      const Expr *rest;
      Number c = split_number(pool, x, &rest);
      if (c.value < 0 || leads_negative(rest)) x = expr_neg(pool, x);
      return plain_call(pool, fn, 1, &x);
    }
  }
  return plain_call(pool, fn, n, args);
}

const Expr *expr_call1(Pool *pool, const Function *fn, const Expr *x) { return expr_call(pool, fn, 1, &x); }

/* ---- relations ----------------------------------------------------------------------------------------------- */

static bool relation_holds(CmpOp op, int sign)              /* of two numbers of which the first is less, equal, greater */
{
  switch (op) {
  case C_EQ: return sign == 0;
  case C_NE: return sign != 0;
  case C_LT: return sign < 0;
  default: return sign <= 0;
  }
}

/* what is certain of an index against a number: 1 <= i <= size */
static bool index_bound_decides(CmpOp op, const Expr *a, const Expr *b, bool *holds)
{
  const Expr *i = a->kind == X_INDEX ? a : b, *other = i == a ? b : a;
  if (i->kind != X_INDEX) return false;
  double v, size = (double)i->u.index->axis->size;
  if (other->kind == X_AXIS && other->u.axis == i->u.index->axis) {
    if (i == a && op == C_LE) return *holds = true, true;
    if (i == b && op == C_LT) return *holds = false, true;
    return false;
  }
  if (!expr_number(other, &v)) return false;
  bool below = v < 1, above = size >= 0 && v > size;       /* the number lies outside */
  if (op == C_EQ || op == C_NE) {
    if (!below && !above) return false;
    return *holds = op == C_NE, true;
  }
  if (i == a) {                                            /* i < v, i <= v */
    if (above || (op == C_LE && v == size)) return *holds = true, true;
    if (below || (op == C_LT && v == 1)) return *holds = false, true;
  } else {                                                 /* v < i, v <= i */
    if (below || (op == C_LE && v == 1)) return *holds = true, true;
    if (above || (op == C_LT && v == size)) return *holds = false, true;
  }
  return false;
}

/* 2 <= 1 + i  ->  1 <= i, and 2 <= 5 - i  ->  i <= 3; exact numbers only */
static bool shift_constant(Pool *pool, const Expr **a, const Expr **b)
{
  const Expr **number = (*a)->kind == X_NUM ? a : b, **other = number == a ? b : a;
  if ((*number)->kind != X_NUM || !(*number)->u.num.exact) return false;
  const Expr *rest;
  if ((*other)->kind == X_ADD && (*other)->arg[0]->kind == X_NUM && (*other)->arg[0]->u.num.exact) {
    const Expr *c = (*other)->arg[0];
    *number = expr_sub(pool, *number, c);
    *other = expr_sub(pool, *other, c);
    return true;
  }
  if (!number_is(split_number(pool, *other, &rest), -1)) return false;
  const Expr *negated = expr_neg(pool, *number);
  *number = rest;
  *other = negated;
  return true;
}

const Expr *expr_cmp(Pool *pool, CmpOp op, const Expr *a, const Expr *b)
{
  if (a->kind == X_NUM && b->kind == X_NUM && !isnan(a->u.num.value) && !isnan(b->u.num.value))
    return relation_holds(op, number_compare(a->u.num, b->u.num)) ? pool->one : pool->zero;
  if (a == b) return relation_holds(op, 0) ? pool->one : pool->zero;
  if (op == C_LT && (expr_is_num(b, -INFINITY) || expr_is_num(a, INFINITY))) return pool->zero;      /* an end that is none */
  if (op == C_LE && (expr_is_num(b, INFINITY) || expr_is_num(a, -INFINITY))) return pool->one;
  bool holds;
  if (index_bound_decides(op, a, b, &holds)) return holds ? pool->one : pool->zero;
  if (a->kind == X_ADD || b->kind == X_ADD) {              /* i + 1 == i */
    const Expr *d = expr_sub(pool, a, b);
    if (d->kind == X_NUM && !isnan(d->u.num.value)) return relation_holds(op, number_compare(d->u.num, pool->zero->u.num)) ? pool->one : pool->zero;
  }
  if (shift_constant(pool, &a, &b)) return expr_cmp(pool, op, a, b);
  if ((op == C_EQ || op == C_NE) && expr_compare(a, b) > 0) { const Expr *t = a; a = b; b = t; }
  Expr proto = node_proto(X_CMP, 2, (const Expr *const[]){ a, b });
  proto.op = (uint8_t)op;
  return node_make(pool, &proto);
}

const Expr *expr_not(Pool *pool, const Expr *c)
{
  if (c->kind == X_NUM) return c->u.num.value != 0 ? pool->zero : pool->one;
  if (c->kind == X_CMP) {
    switch ((CmpOp)c->op) {
    case C_EQ: return expr_cmp(pool, C_NE, c->arg[0], c->arg[1]);
    case C_NE: return expr_cmp(pool, C_EQ, c->arg[0], c->arg[1]);
    case C_LT: return expr_cmp(pool, C_LE, c->arg[1], c->arg[0]);
    case C_LE: return expr_cmp(pool, C_LT, c->arg[1], c->arg[0]);
    }
  }
  return expr_if(pool, c, pool->zero, pool->one);
}

/* ---- conditionals -------------------------------------------------------------------------------------------- */

static bool is_total(const Expr *e) { return e->kind == X_NUM || e->kind == X_CMP; }     /* harmless where the condition fails */

/* if c then 2*(i == j)*f else 0  ->  2*(i == j)*(if c then f else 0), so that sums see the delta */
static const Expr *hoist(Pool *pool, const Expr *cond, const Expr *yes, const Expr *no)
{
  const Expr *some = no == pool->zero ? yes : no;
  if (some->kind != X_MUL) return NULL;
  List out, in;
  list_init(&out);
  list_init(&in);
  for (int j = 0; j < some->nargs; j++) list_push(is_total(some->arg[j]) ? &out : &in, some->arg[j]);
  const Expr *e = NULL;
  if (out.len && in.len) {
    const Expr *rest = expr_mul_n(pool, in.len, in.data);
    list_push(&out, no == pool->zero ? expr_if(pool, cond, rest, no) : expr_if(pool, cond, yes, rest));
    e = expr_mul_n(pool, out.len, out.data);
  }
  list_free(&out);
  list_free(&in);
  return e;
}

/* a < b picks between a and b themselves: at a tie both are the same, so that max(a, b) and max(b, a) have one form */
static bool is_tie_free(const Expr *cond, const Expr *yes, const Expr *no)
{
  if (cond->kind != X_CMP || cond->op != C_LT) return false;
  const Expr *a = cond->arg[0], *b = cond->arg[1];
  return (yes == a && no == b) || (yes == b && no == a);
}

static bool holds(const Expr *e, const Expr *part, int depth)
{
  if (e == part) return true;
  for (int i = 0; depth > 0 && e->has_param && i < e->nargs; i++)
    if (e->arg[i] && holds(e->arg[i], part, depth - 1)) return true;
  return false;
}

/* u < v, where the values have v - u: its sign, so that all is one function of v - u */
static const Expr *by_sign(Pool *pool, const Expr *cond, const Expr *yes, const Expr *no)
{
  enum { DEPTH = 6 };
  if (cond->kind != X_CMP || !cond->has_param || (cond->op != C_LT && cond->op != C_LE) || cond->arg[0]->kind == X_NUM || cond->arg[1]->kind == X_NUM) return cond;
  const Expr *gap = expr_sub(pool, cond->arg[1], cond->arg[0]);
  bool turned = leads_negative(gap);
  if (turned) gap = expr_neg(pool, gap);
  if (gap->kind != X_ADD || (!holds(yes, gap, DEPTH) && !holds(no, gap, DEPTH))) return cond;
  return turned ? expr_cmp(pool, cond->op, gap, pool->zero) : expr_cmp(pool, cond->op, pool->zero, gap);
}

/* a u where u > 0 and b u elsewhere, with other numbers than 0: (a - b)/2 |u| + (a + b)/2 u, the form of check functions. NULL: not so */
static const Expr *two_slopes(Pool *pool, const Expr *cond, const Expr *yes, const Expr *no)
{
  if (!pool->abs || cond->kind != X_CMP || !cond->has_param || (cond->op != C_LT && cond->op != C_LE) || !yes->has_param || !no->has_param) return NULL;
  bool above = cond->arg[0] == pool->zero;
  const Expr *u = above ? cond->arg[1] : cond->arg[0];
  if (!above && cond->arg[1] != pool->zero) return NULL;
  const Expr *a = expr_div(pool, above ? yes : no, u), *b = expr_div(pool, above ? no : yes, u);
  if (a->has_param || b->has_param) return NULL;
  const Expr *size = expr_mul(pool, expr_sub(pool, a, b), call_abs(pool, u));
  return expr_mul(pool, expr_rat(pool, 1, 2), expr_add(pool, size, expr_mul(pool, expr_add(pool, a, b), u)));
}

const Expr *expr_if(Pool *pool, const Expr *cond, const Expr *yes, const Expr *no)
{
  if (cond->kind == X_NUM) return cond->u.num.value != 0 ? yes : no;
  if (yes == no) return yes;
  if (cond->kind == X_CMP && cond->op == C_NE) return expr_if(pool, expr_not(pool, cond), no, yes);
  if (yes->kind == X_IF && yes->arg[0] == cond) return expr_if(pool, cond, yes->arg[1], no);
  if (no->kind == X_IF && no->arg[0] == cond) return expr_if(pool, cond, yes, no->arg[2]);
  if (yes == pool->one && no == pool->zero && is_truth(cond)) return cond;
  if (yes == pool->zero && no == pool->one && cond->kind == X_CMP) return expr_not(pool, cond);
  if (yes->kind == X_NUM && no->kind == X_NUM && cond->kind == X_CMP && cond->op == C_EQ && cond->has_param)       /* a price for not being 0 */
    return expr_add(pool, yes, expr_mul(pool, expr_sub(pool, no, yes), expr_not(pool, cond)));
  if (yes == pool->zero && cond->kind == X_CMP && cond->op != C_EQ) return expr_if(pool, expr_not(pool, cond), no, yes);
  if (by_sign(pool, cond, yes, no) != cond) return expr_if(pool, by_sign(pool, cond, yes, no), yes, no);
  const Expr *slopes = two_slopes(pool, cond, yes, no);
  if (slopes) return slopes;
  if (is_tie_free(cond, yes, no)) return expr_if(pool, expr_cmp(pool, C_LE, cond->arg[0], cond->arg[1]), yes, no);
  if (yes == pool->zero || no == pool->zero) {
    const Expr *e = hoist(pool, cond, yes, no);
    if (e) return e;
  }
  Expr proto = node_proto(X_IF, 3, (const Expr *const[]){ cond, yes, no });
  return node_make(pool, &proto);
}

/* ---- any node ------------------------------------------------------------------------------------------------ */

const Expr *expr_with_args(Pool *pool, const Expr *e, const Expr *const *args)
{
  if (same_args(e, args)) return e;
  switch ((ExprKind)e->kind) {
  case X_ACCESS: return expr_access(pool, e->u.sym, args);
  case X_ADD: return expr_add_n(pool, e->nargs, args);
  case X_MUL: return expr_mul_n(pool, e->nargs, args);
  case X_POW: return expr_pow(pool, args[0], args[1]);
  case X_CALL: return expr_call(pool, e->u.fn, e->nargs, args);
  case X_CMP: return expr_cmp(pool, e->op, args[0], args[1]);
  case X_IF: return expr_if(pool, args[0], args[1], args[2]);
  case X_HOLE: return expr_hole(pool, e->u.name, e->nargs, args);
  default: return e;                                       /* leaves; binders go through expr_close */
  }
}
