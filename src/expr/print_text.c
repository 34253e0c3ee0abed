/* print_text.c: expressions in the language's own notation, to be read by people and by the parser. A clashing index takes
 * the letter U+02B9, a prime that may stand in a name.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/print_notation.h"
#include "expr/print_vector.h"
#include <string.h>

static void put(Buf *, const Scope *, const Expr *, Place);
static void put_power(Buf *, const Scope *, const Expr *base, Number);
static void put_fraction(Buf *, const Scope *, const Fraction *);
static void put_matrix_body(Buf *, const Scope *, const Expr *e, const Expr *body, int n);
static bool shows_vectors(const Scope *, const Expr *, VectorForm *);
static void put_norm(Buf *, const Scope *, const VectorForm *);

static const Notation text = {
  put, put_power, put_fraction, " or ", " and ", "not ",
  .relation = { [C_EQ] = " == ", [C_NE] = " != ", [C_LT] = " < ", [C_LE] = " <= " },
  .turned = { [C_EQ] = " == ", [C_NE] = " != ", [C_LT] = " > ", [C_LE] = " >= " },
};

static void put_index(Buf *b, const Scope *scope, const Index *i)
{
  const Scope *s = print_scope_find(scope, i);
  buf_put(b, s ? s->name : index_name_or(i->name, "i"));
  for (int k = 0; s && k < s->primes; k++) buf_put(b, "ʹ");
}

static void put_axis(Buf *b, const Scope *scope, const Axis *axis, const char *range)
{
  const char *name = axis_name_in(scope, axis);
  if (name) buf_put(b, name);
  else buf_printf(b, "%s%lld", range, (long long)axis->size);
}

static void put_number(Buf *b, Number v)
{
  if (v.exact) buf_printf(b, "%lld", (long long)v.p);
  else buf_number(b, v.value);
}

static void put_access(Buf *b, const Scope *s, const Expr *e, int nbound, Index *const *bound)      /* bound places as ':' */
{
  const Symbol *sym = e->u.sym;
  bool touch = sym->kind == SYM_TOUCH;
  if (touch) buf_put(b, "touch(");
  buf_put(b, index_name_or(sym->name, "_"));
  int n = e->nargs;
  while (n > 0 && (is_bound_place(e->arg[n - 1], nbound, bound) || is_vector_place(s, e->arg[n - 1]))) n--;
  if (n) {
    buf_putc(b, '[');
    for (int j = 0; j < n; j++) {
      if (j) buf_put(b, j == sym->bar ? " | " : ", ");
      if (is_bound_place(e->arg[j], nbound, bound) || is_vector_place(s, e->arg[j])) buf_putc(b, ':');
      else put(b, s, e->arg[j], P_ANY);
    }
    buf_putc(b, ']');
  }
  if (touch) buf_putc(b, ')');
}

/* ---- sums, products, powers ------------------------------------------------------------------------------------ */

static void put_power(Buf *b, const Scope *s, const Expr *base, Number p)
{
  VectorForm form;
  if (p.exact && p.p == 1 && p.q == 2 && shows_vectors(s, base, &form) && form.kind == VECTOR_SQUARE) { put_norm(b, s, &form); return; }
  if (p.exact && p.p == 1 && p.q == 2) {
    buf_put(b, "sqrt(");
    put(b, s, base, P_ANY);
    buf_putc(b, ')');
    return;
  }
  put(b, s, base, P_ATOM);
  buf_putc(b, '^');
  if (p.exact && p.q != 1) buf_printf(b, "(%lld/%lld)", (long long)p.p, (long long)p.q);
  else put_number(b, p);
}

static bool runs_on(const Factor *f) { return !f->base && f->e->kind == X_REDUCE; }

static void put_star(Buf *b, bool *first) { if (!*first) buf_put(b, " * "); *first = false; }

/* the first n numerators as a product */
static void put_top(Buf *b, const Scope *s, const Fraction *f, int n, Place last)
{
  bool first = true;
  if (!number_is(f->top, 1) || (!n && !f->pi)) { put_star(b, &first); put_number(b, f->top); }
  if (f->pi) { put_star(b, &first); buf_put(b, "pi"); }
  for (int j = 0; j < n; j++) { put_star(b, &first); notation_put_factor(&text, b, s, &f->num[j], j == n - 1 ? last : P_FACTOR); }
}

static void put_bottom(Buf *b, const Scope *s, const Fraction *f)
{
  bool number = !number_is(f->bottom, 1), many = number + f->nden > 1, first = true;
  if (!number && !f->nden) return;
  buf_put(b, many ? " / (" : " / ");
  if (number) { put_star(b, &first); put_number(b, f->bottom); }
  for (int j = 0; j < f->nden; j++) { put_star(b, &first); notation_put_factor(&text, b, s, &f->den[j], P_FACTOR); }
  if (many) buf_putc(b, ')');
}

/* Without its sign. A last factor that runs on cannot stand before a slash: 1 / 2 * sum{i} x[i]; alone it gets brackets. */
static void put_fraction(Buf *b, const Scope *s, const Fraction *f)
{
  bool below = f->nden || !number_is(f->bottom, 1);
  if (!below) { put_top(b, s, f, f->nnum, P_OPEN); return; }
  bool alone = f->nnum == 1 && f->nden && !f->pi && number_is(f->top, 1);
  bool split = f->nnum && !alone && runs_on(&f->num[f->nnum - 1]);
  put_top(b, s, f, f->nnum - split, P_FACTOR);
  put_bottom(b, s, f);
  if (split) { buf_put(b, " * "); notation_put_factor(&text, b, s, &f->num[f->nnum - 1], P_OPEN); }
}

/* ---- binders --------------------------------------------------------------------------------------------------- */

static const char *const reduce_word[] = {
  [R_SUM] = "sum", [R_PROD] = "prod", [R_MIN] = "min", [R_MAX] = "max", [R_ARGMIN] = "argmin", [R_ARGMAX] = "argmax"
};

/* v in the index of the form, without it */
static void put_vector(Buf *b, const Scope *up, const Index *i, const Expr *v)
{
  const Scope hidden = { up, i, NULL, 0, true };
  put(b, &hidden, v, P_ANY);
}

static void put_norm(Buf *b, const Scope *s, const VectorForm *f)
{
  buf_putc(b, '|');
  put_vector(b, s, f->index, f->v);
  buf_putc(b, '|');
}

static void put_vector_form(Buf *b, const Scope *s, const VectorForm *f)
{
  if (f->kind == VECTOR_SQUARE) {
    put_norm(b, s, f);
    buf_put(b, "^2");
    return;
  }
  buf_put(b, f->kind == VECTOR_DOT ? "dot(" : "quad(");
  put_vector(b, s, f->index, f->v);
  buf_put(b, ", ");
  if (f->kind == VECTOR_DOT) {
    put_vector(b, s, f->index, f->w);
  } else {
    const Scope hidden = { s, f->index, NULL, 0, true }, other = { &hidden, f->other, NULL, 0, true };
    buf_put(b, "inv(");
    put_matrix_body(b, &other, f->matrix, f->matrix->arg[0], f->matrix->nbound);
    buf_putc(b, ')');
  }
  buf_putc(b, ')');
}

static bool shows_vectors(const Scope *s, const Expr *e, VectorForm *f) { return s && s->vectors && is_vector_form(e, f); }

static void put_reduce(Buf *b, const Scope *up, const Expr *e)
{
  const Expr *node[NEST_MOST], *body;
  Scope scope[NEST_MOST];
  VectorForm form;
  if (shows_vectors(up, e, &form)) { put_vector_form(b, up, &form); return; }
  int n = nest_of(e, node, &body);
  if (n > 1 && shows_vectors(up, node[n - 1], &form)) body = node[--n];
  bool conditions = false;
  buf_put(b, reduce_word[e->op]);
  buf_putc(b, '{');
  for (int k = 0; k < n; k++) {
    const Index *i = node[k]->u.bound[0];
    scope_enter_next(scope, k, up, i, node[k]->hint[0], node[k]);
    if (k) buf_put(b, ", ");
    put_index(b, &scope[k], i);
    if (node[k]->nargs == 4) {
      buf_put(b, " in ");
      put(b, k ? &scope[k - 1] : up, node[k]->arg[2], P_FACTOR);
      buf_put(b, "..");
      put(b, k ? &scope[k - 1] : up, node[k]->arg[3], P_FACTOR);
    } else if (!infers_axis(body, i)) {
      buf_put(b, " in ");
      put_axis(b, &scope[k], i->axis, "1..");
    }
    if (!expr_is_num(node[k]->arg[1], 1)) conditions = true;
  }
  if (conditions) {
    bool first = true;
    buf_put(b, " : ");
    for (int k = 0; k < n; k++) {
      if (expr_is_num(node[k]->arg[1], 1)) continue;
      if (!first) buf_put(b, " and ");
      notation_put_condition(&text, b, &scope[k], node[k]->arg[1], 1);
      first = false;
    }
  }
  buf_put(b, "} ");
  put(b, &scope[n - 1], body, P_OPEN);
}

/* the matrix or right side over the first n bound indices: an array's slice, or array{d, e} … */
static void put_matrix_body(Buf *b, const Scope *up, const Expr *e, const Expr *body, int n)
{
  if (is_slice(body, n, e->u.bound)) { put_access(b, up, body, n, e->u.bound); return; }
  Scope scope[EXPR_OPEN_INDICES];
  buf_put(b, "array{");
  for (int k = 0; k < n; k++) {
    scope_enter_next(scope, k, up, e->u.bound[k], e->hint[k], e);
    if (k) buf_put(b, ", ");
    put_index(b, &scope[k], e->u.bound[k]);
    buf_put(b, " in ");
    put_axis(b, &scope[k], e->u.bound[k]->axis, "1..");
  }
  buf_put(b, "} ");
  put(b, &scope[n - 1], body, P_OPEN);
}

static void put_matrix(Buf *b, const Scope *s, const Expr *e)
{
  int first = matrix_bodies(e);
  buf_printf(b, "%s(", matrix_form[e->op].word);
  put_matrix_body(b, s, e, e->arg[0], matrix_places(e, 0));
  for (int k = 1; k < first; k++) {
    buf_put(b, ", ");
    put_matrix_body(b, s, e, e->arg[k], matrix_places(e, k));
  }
  buf_putc(b, ')');
  if (e->nargs == first) return;
  buf_putc(b, '[');
  notation_put_list(&text, b, s, e->nargs - first, e->arg + first, ", ");
  buf_putc(b, ']');
}

/* ---- any expression -------------------------------------------------------------------------------------------- */

static Place place_needed(const Expr *e)                    /* the tightest place where e can stand */
{
  switch ((ExprKind)e->kind) {
  case X_NUM: return e->u.num.value < 0 || (e->u.num.exact && e->u.num.q != 1) ? P_OPEN : P_ATOM;
  case X_ADD: return P_SUM;
  case X_MUL: case X_REDUCE: return P_OPEN;
  case X_POW:
    if (e->arg[1]->kind != X_NUM) return P_FACTOR;
    if (e->arg[1]->u.num.value < 0) return P_OPEN;
    return e->arg[1]->u.num.exact && e->arg[1]->u.num.q == 2 && e->arg[1]->u.num.p == 1 ? P_ATOM : P_FACTOR;
  case X_IF: return is_extreme(e, (const Expr *[2]){ NULL }) ? P_ATOM : P_ANY;
  case X_CMP: return P_ANY;
  default: return P_ATOM;
  }
}

static void put_bare(Buf *b, const Scope *s, const Expr *e)
{
  switch ((ExprKind)e->kind) {
  case X_AXIS: put_axis(b, s, e->u.axis, ""); break;
  case X_INDEX: put_index(b, s, e->u.index); break;
  case X_ACCESS: put_access(b, s, e, 0, NULL); break;
  case X_ADD: notation_put_sum(&text, b, s, e, false); break;
  case X_NUM: case X_MUL: notation_put_product(&text, b, s, e); break;
  case X_POW:
    if (e->arg[1]->kind != X_NUM) {
      put(b, s, e->arg[0], P_ATOM);
      buf_putc(b, '^');
      put(b, s, e->arg[1], P_ATOM);
    } else notation_put_product(&text, b, s, e);
    break;
  case X_CALL: {
    bool bars = !strcmp(e->u.fn->name->text, "abs");
    buf_put(b, bars ? "|" : e->u.fn->name->text);
    if (!bars) buf_putc(b, '(');
    notation_put_list(&text, b, s, e->nargs, e->arg, ", ");
    buf_putc(b, bars ? '|' : ')');
    break;
  }
  case X_CMP: notation_put_relation(&text, b, s, e); break;
  case X_IF: {
    const Expr *of[2];
    if (is_extreme(e, of)) {
      buf_put(b, is_greatest(e) ? "max(" : "min(");
      notation_put_list(&text, b, s, 2, of, ", ");
      buf_putc(b, ')');
      break;
    }
    buf_put(b, "if ");
    notation_put_condition(&text, b, s, e->arg[0], 0);
    buf_put(b, " then ");
    put(b, s, e->arg[1], P_SUM);
    buf_put(b, " else ");
    put(b, s, e->arg[2], P_ANY);
    break;
  }
  case X_REDUCE: put_reduce(b, s, e); break;
  case X_MATRIX: put_matrix(b, s, e); break;
  case X_HOLE: {
    bool indices = e->nargs > 0;
    for (int j = 0; j < e->nargs; j++) if (e->arg[j]->kind != X_INDEX) indices = false;
    buf_put(b, e->u.name->text);
    if (!e->nargs) break;
    buf_putc(b, indices ? '[' : '(');
    notation_put_list(&text, b, s, e->nargs, e->arg, ", ");
    buf_putc(b, indices ? ']' : ')');
    break;
  }
  case X_KINDS: break;
  }
}

static void put(Buf *b, const Scope *s, const Expr *e, Place place)
{
  VectorForm form;
  bool brackets = place_needed(e) < place && !shows_vectors(s, e, &form);
  if (brackets) buf_putc(b, '(');
  put_bare(b, s, e);
  if (brackets) buf_putc(b, ')');
}

void expr_print(Buf *b, const Expr *e) { notation_put_whole(&text, b, NULL, e, false); }

static const Scope with_vectors = { NULL, NULL, "", 0, true };
void expr_print_vectors(Buf *b, const Expr *e, bool condition) { notation_put_whole(&text, b, &with_vectors, e, condition); }

char *expr_text(Arena *arena, const Expr *e)
{
  Buf b = {0};
  expr_print(&b, e);
  char *copy = arena_strdup(arena, buf_text(&b));
  buf_free(&b);
  return copy;
}
