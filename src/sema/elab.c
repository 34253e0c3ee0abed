/* elab.c: expressions of the tree become values: arithmetic, conditions, norms.
 *
 * One function for each kind of node, in a table; what stands in other files (names and subscripts, binders, calls) is
 * named there. After an error a value of kind VALUE_BAD goes up, and no further message comes of it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/eval.h"
#include "sema/internal.h"
#include <string.h>

const char *span_text(Sema *s, Span span)
{
  if (!span.source) return "it";
  enum { MOST = 60 };
  int n = span.end - span.begin;
  Buf buf = {0};
  for (int i = 0; i < n && buf.len < MOST; i++) {
    char c = span.source->text[span.begin + i];
    if (c == '\n' || c == '\r' || c == '\t') c = ' ';
    if (c == ' ' && buf.len && buf.text[buf.len - 1] == ' ') continue;
    buf_putc(&buf, c);
  }
  if (buf.len >= MOST) {
    while (buf.len > 0 && ((unsigned char)buf.text[buf.len - 1] & 0xC0) == 0x80) buf.text[--buf.len] = 0;      /* no torn character */
    if (buf.len > 0 && (unsigned char)buf.text[buf.len - 1] >= 0x80) buf.text[--buf.len] = 0;
    buf_put(&buf, "…");
  }
  const char *text = arena_strdup(s->arena, buf_text(&buf));
  buf_free(&buf);
  return text;
}

static const Function *sema_function(Sema *s, const char *name, Span span)
{
  const Function *f = function_find(s->pool, name);
  if (!f) diag_add(s->diags, span, MSG_NO_FUNCTION, name);
  return f;
}

const Expr *sema_call(Sema *s, const char *function, const Expr *e, Span span)
{
  const Function *f = sema_function(s, function, span);
  return f ? expr_call1(s->pool, f, e) : e;
}

bool elab_array(Sema *s, const Node *n, Value *v)
{
  *v = elab(s, n);
  if (v->kind == VALUE_BAD) return false;
  if (v->kind == VALUE_UNKNOWN) { v->e = expr_hole(s->pool, v->name, 0, NULL); v->kind = VALUE_ARRAY; }
  if (v->kind == VALUE_ARRAY) return true;
  return value_complain(s, v);
}

bool elab_scalar(Sema *s, const Node *n, const Expr **e)
{
  Value v;
  if (!elab_array(s, n, &v)) return false;
  if (v.nopen > 0) {
    Diag *d = diag_add(s->diags, n->span, MSG_NOT_A_SCALAR, span_text(s, n->span), value_axes_text(s, &v));
    diag_hint(s->diags, d, "index it, or sum it up: sum(%s); the sum of products of two vectors is dot(a, b)", span_text(s, n->span));
    return false;
  }
  *e = v.e;
  return true;
}

/* ---- arithmetic ---- */

static Value elab_number(Sema *s, const Node *n)
{
  return value_scalar(n->exact ? expr_rat(s->pool, n->num, n->den) : expr_num(s->pool, n->number), n->span);
}

static Value elab_string(Sema *s, const Node *n)
{
  (void)s;
  return (Value){ .kind = VALUE_STRING, .string = n->string, .span = n->span };
}

static Value elab_norm(Sema *, const Node *, int power);           /* |v|^power where power is even, else power 1 */

static const Expr *(*const arithmetic[OP_COUNT])(Pool *, const Expr *, const Expr *) = {
  [OP_ADD] = expr_add, [OP_SUB] = expr_sub, [OP_MUL] = expr_mul, [OP_DIV] = expr_div, [OP_POW] = expr_pow };

/* How an array came about, as far as elab_norm asks. In y[i] - x[i] * b nothing is a vector by itself: the number fills the entries
 * of a product. A vector among the terms (y - a - x * b, all over N), or as a factor of the whole, says that entries are meant. */
static void remember_terms(const Node *n, const Value *a, const Value *b, Value *v)
{
  const Value *wide = a->nopen >= b->nopen ? a : b, *narrow = wide == a ? b : a;
  v->product = v->beside = NULL;
  if (a->kind != VALUE_ARRAY || b->kind != VALUE_ARRAY || wide->nopen == 0) return;
  bool sum = n->op == OP_ADD || n->op == OP_SUB, fewer = narrow->nopen < wide->nopen;
  if (sum) v->product = fewer || narrow->product ? wide->product : NULL;
  else if (n->op == OP_MUL) v->product = narrow->nopen > 0 ? n : wide->product;
  else if (n->op == OP_DIV && b->nopen == 0) v->product = a->product;
  if (!v->product || (n->op == OP_MUL && narrow->nopen > 0)) return;
  v->beside = wide->beside ? wide->beside : sum && !fewer ? narrow->beside : sum ? n->kid[narrow == b] : NULL;
}

/* sum(y - m)^2, where papers mean the sum of the squares: said, since it would be another loss without a word */
static void remark_power_of_sum(Sema *s, const Node *n)
{
  const Node *call = n->kid[0], *body = call->kind == NODE_CALL && call->nkids == 1 ? call->kid[0] : NULL;
  if (s->pattern || s->rereading || !body || call->bare || strcmp(call->name->text, "sum") != 0) return;
  if (body->kind != NODE_BINARY || (body->op != OP_ADD && body->op != OP_SUB)) return;
  const char *power = span_text(s, n->kid[1]->span), *term = span_text(s, body->span);
  Diag *d = diag_add(s->diags, n->span, MSG_POWER_OF_SUM, span_text(s, n->span), power);
  diag_hint(s->diags, d, "the sum of powers is sum((%s)^%s); a binder, sum{i} (…)^%s, takes the power into the sum", term, power, power);
}

static bool has_condition(const Node *n)
{
  return n->kind == NODE_COMPARE || (n->kind == NODE_BINARY && n->op == OP_MUL && (has_condition(n->kid[0]) || has_condition(n->kid[1])));
}

/* In what a derivation printed, `if t >= 2 then x[t - 1] else 0` may have become (t >= 2) * x[t - 1]: a product that is 0 where the subscript
 * leaves the axis. In a script the range says so, {t in 2..T}: there a product guards nothing. */
static bool guards(const Sema *s, const Node *n)
{
  return s->rereading && has_condition(n);
}

static Value elab_binary(Sema *s, const Node *n)
{
  const Node *left = n->kid[0], *right = n->kid[1];
  if (n->op == OP_POW && left->kind == NODE_NORM && left->number != 1 && right->kind == NODE_NUMBER && right->exact && right->den == 1
      && right->num > 0 && right->num % 2 == 0)
    return elab_norm(s, left, (int)right->num);
  bool guarded = guards(s, n);
  s->guard += guarded;
  Value a = elab(s, left), b = elab(s, right);
  s->guard -= guarded;
  if (n->op == OP_DIV && a.kind == VALUE_ARRAY && b.kind == VALUE_ARRAY && expr_is_num(a.e, 0) && expr_is_num(b.e, 0)) {
    diag_add(s->diags, n->span, MSG_ZERO_BY_ZERO, span_text(s, n->span));
    return value_bad(n->span);
  }
  Value v = value_map2(s, a, b, arithmetic[n->op], n->at, op_text(n->op));
  if (n->op == OP_POW && v.kind == VALUE_ARRAY && v.nopen == 0) remark_power_of_sum(s, n);
  remember_terms(n, &a, &b, &v);
  v.span = n->span;
  return v;
}

static Value elab_negate(Sema *s, const Node *n)
{
  Value v = value_map1(s, elab(s, n->kid[0]), expr_neg);
  v.span = n->span;
  return v;
}

/* a slip for a sum of products would pass as the norm of an array, another model, without a word */
static bool complain_of_spread(Sema *s, const Node *n, const Value *v)
{
  const Node *p = v->product;
  if (!v->beside) return false;
  const char *a = span_text(s, p->kid[0]->span), *b = span_text(s, p->kid[1]->span), *fills = span_text(s, v->beside->span);
  const char *axes = value_axes_text(s, v);                       /* [D, T] */
  Diag *d = diag_add(s->diags, n->span, MSG_SPREAD_IN_NORM, axes, fills, span_text(s, p->span));
  diag_hint(s->diags, d, "the sum of products is %s(%s, %s); where the norm is meant, give the axes to what fills them: (%s) * ones(%.*s)",
            v->nopen == 1 ? "dot" : "matmul", a, b, fills, (int)strlen(axes) - 2, axes + 1);
  return true;
}

/* |v| of an array: the square root of the sum of squares; of a number: its absolute value; power 1 or even */
static Value elab_norm(Sema *s, const Node *n, int power)
{
  Value v;
  if (!elab_array(s, n->kid[0], &v) || complain_of_spread(s, n, &v)) return value_bad(n->span);
  if (n->number == 1) {
    v.e = sema_call(s, "abs", v.e, n->span);
    v.e = reduce_all(s, R_SUM, &v);
  } else if (v.nopen == 0) {
    v.e = power == 1 ? sema_call(s, "abs", v.e, n->span) : expr_pow(s->pool, v.e, expr_rat(s->pool, power, 1));
  } else {
    v.e = expr_pow(s->pool, v.e, expr_rat(s->pool, 2, 1));
    v.e = expr_pow(s->pool, reduce_all(s, R_SUM, &v), expr_rat(s->pool, power, 2));
  }
  return value_scalar(v.e, n->span);
}

static Value elab_norm_1(Sema *s, const Node *n) { return elab_norm(s, n, 1); }

/* ---- conditions: numbers 1 and 0 ---- */

static const Expr *less(Pool *p, const Expr *a, const Expr *b) { return expr_cmp(p, C_LT, a, b); }
static const Expr *less_equal(Pool *p, const Expr *a, const Expr *b) { return expr_cmp(p, C_LE, a, b); }
static const Expr *greater(Pool *p, const Expr *a, const Expr *b) { return expr_cmp(p, C_LT, b, a); }
static const Expr *greater_equal(Pool *p, const Expr *a, const Expr *b) { return expr_cmp(p, C_LE, b, a); }
static const Expr *equal(Pool *p, const Expr *a, const Expr *b) { return expr_cmp(p, C_EQ, a, b); }
static const Expr *differs(Pool *p, const Expr *a, const Expr *b) { return expr_cmp(p, C_NE, a, b); }
static const Expr *either(Pool *p, const Expr *a, const Expr *b) { return expr_if(p, a, expr_rat(p, 1, 1), b); }

static const Expr *(*const relation[OP_COUNT])(Pool *, const Expr *, const Expr *) = {
  [OP_LT] = less, [OP_LE] = less_equal, [OP_GT] = greater, [OP_GE] = greater_equal, [OP_EQ] = equal, [OP_NE] = differs };

static Value two(Sema *s, const Node *n, const Expr *(*f)(Pool *, const Expr *, const Expr *), const char *what)
{
  Value a = elab(s, n->kid[0]), b = elab(s, n->kid[1]);
  Value v = value_map2(s, a, b, f, n->at, what);
  v.span = n->span;
  return v;
}

static Value elab_compare(Sema *s, const Node *n) { return two(s, n, relation[n->op], op_text(n->op)); }
static Value elab_and(Sema *s, const Node *n) { return two(s, n, expr_mul, "and"); }
static Value elab_or(Sema *s, const Node *n) { return two(s, n, either, "or"); }
static Value elab_not(Sema *s, const Node *n) { return value_map1(s, elab(s, n->kid[0]), expr_not); }

static Value elab_if(Sema *s, const Node *n)
{
  Value c = elab(s, n->kid[0]);
  s->guard++;
  Value a = elab(s, n->kid[1]), b = elab(s, n->kid[2]);
  s->guard--;
  Index *open[ARRAY_MAX_AXES];
  int nopen;
  if (!value_align(s, 3, (Value *[]){ &c, &a, &b }, open, &nopen, n->at, "if")) return value_bad(n->span);
  c.e = expr_if(s->pool, c.e, a.e, b.e);
  c.span = n->span;
  return c;
}

/* `x in (a, b)`, in rule files */
static Value elab_member(Sema *s, const Node *n)
{
  const Node *d = n->kid[1];
  const Expr *x, *lo, *hi;
  Pool *p = s->pool;
  if (d->kind == NODE_DOMAIN_INTERVAL) {
    if (!elab_scalar(s, n->kid[0], &x) || !elab_scalar(s, d->kid[0], &lo) || !elab_scalar(s, d->kid[1], &hi)) return value_bad(n->span);
    return value_scalar(expr_mul(p, expr_cmp(p, d->open_low ? C_LT : C_LE, lo, x), expr_cmp(p, d->open_high ? C_LT : C_LE, x, hi)), n->span);
  }
  diag_add(s->diags, n->span, MSG_NOT_A_CONDITION, span_text(s, n->span));
  return value_bad(n->span);
}

static Value not_here(Sema *s, const Node *n)
{
  diag_add(s->diags, n->span, MSG_NOT_A_NUMBER, span_text(s, n->span));
  return value_bad(n->span);
}

static Value (*const by_kind[NODE_KIND_COUNT])(Sema *, const Node *) = {
  [NODE_NUMBER] = elab_number, [NODE_STRING] = elab_string, [NODE_NAME] = elab_name, [NODE_CALL] = elab_call,
  [NODE_INDEX] = elab_index, [NODE_FIELD] = elab_field, [NODE_BINARY] = elab_binary, [NODE_NEGATE] = elab_negate,
  [NODE_COMPARE] = elab_compare, [NODE_AND] = elab_and, [NODE_OR] = elab_or, [NODE_NOT] = elab_not,
  [NODE_MEMBER] = elab_member, [NODE_IF] = elab_if, [NODE_NORM] = elab_norm_1, [NODE_BINDER] = elab_binder,
  [NODE_ARRAY] = elab_literal, [NODE_RANGE] = elab_range };

Value elab(Sema *s, const Node *n)
{
  if (s->depth >= SEMA_MAX_DEPTH || pool_nodes(s->pool) > SEMA_MAX_NODES) {
    diag_add(s->diags, n->span, MSG_TOO_DEEP);
    return value_bad(n->span);
  }
  s->depth++;
  Value v = by_kind[n->kind] ? by_kind[n->kind](s, n) : not_here(s, n);
  s->depth--;
  v.span = n->span;
  if (n->kind != NODE_BINARY && n->kind != NODE_NEGATE && n->kind != NODE_NAME) v.product = v.beside = NULL;
  return v;
}

/* ---- numbers ---- */

bool sema_evaluate_scalar(Sema *s, const Expr *e, Span span, double *x)
{
  if (expr_number(e, x)) return true;
  Value v = value_scalar(e, span);
  Array *a = sema_evaluate(s, &v);
  if (!a) return false;
  *x = a->data[0];
  array_unref(a);
  return true;
}

bool sema_number(Sema *s, const Node *n, double *x)
{
  const Expr *e;
  return elab_scalar(s, n, &e) && sema_evaluate_scalar(s, e, n->span, x);
}

bool sema_integer(Sema *s, const Node *n, int64_t *i)
{
  double x;
  if (!sema_number(s, n, &x)) return false;
  if (!(x >= -9e15 && x <= 9e15) || x != (double)(int64_t)x) return diag_add(s->diags, n->span, MSG_NOT_WHOLE, span_text(s, n->span)), false;
  *i = (int64_t)x;
  return true;
}

Array *sema_evaluate_by_reference(void *context, Pool *pool, const Expr *e, int nopen, Index *const *open, char **error)
{
  (void)context;
  return expr_eval(pool, e, nopen, open, NULL, error);
}

Array *sema_evaluate(Sema *s, const Value *v)
{
  if (v->kind != VALUE_ARRAY) return value_complain(s, v), NULL;
  for (const Scope *scope = s->scope; v->e->has_param && scope; scope = scope->outer)
    for (int i = 0; i < scope->params.len; i++) {
      const Symbol *p = scope->params.data[i]->sym;
      if (p->value || !expr_has_symbol(v->e, p)) continue;
      Diag *d = diag_add(s->diags, v->span, MSG_NO_VALUE_YET, p->name->text);
      diag_hint(s->diags, d, "fit first; a formula for a loss to use is a function: fn f(t) = …");
      return NULL;
    }
  char *error = NULL;
  Array *a = (s->evaluate ? s->evaluate : sema_evaluate_by_reference)(s->evaluate_context, s->pool, v->e, v->nopen, v->open, &error);
  if (!a) diag_add(s->diags, v->span, MSG_CANNOT_COMPUTE, span_text(s, v->span), error ? error : "it has no value");
  return a;
}
