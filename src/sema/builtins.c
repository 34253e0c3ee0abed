/* builtins.c: the built-in calls: reductions of whole arrays, matrix functions, arrays made of nothing, draws, posterior.
 *
 * Matrix functions act on the last two axes of their argument, which must be one axis twice; what stands before them stays
 * open (inv(S) of S[K, D, D] is an inverse for each k). Everything becomes sums over fresh indices or X_MATRIX nodes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "sema/internal.h"

static bool argument(Sema *s, const Node *call, int i, Value *v)
{
  const Node *n = call->kid[i];
  if (n->kind == NODE_OPTION) return diag_add(s->diags, n->span, MSG_NO_OPTION, n->name->text, call->name->text), false;
  return elab_array(s, n, v);
}

/* in pattern mode a bare unknown name stays what it is, to take the other operand's axes */
static bool operand(Sema *s, const Node *call, int i, Value *v)
{
  if (!s->pattern) return argument(s, call, i, v);
  *v = elab(s, call->kid[i]);
  return v->kind == VALUE_ARRAY || v->kind == VALUE_UNKNOWN;
}

/* ---- reductions ---- */

static Value call_reduce(Sema *s, const Node *n)
{
  Value v;
  if (!argument(s, n, 0, &v)) return value_bad(n->span);
  if (v.nopen == 0 && strncmp(n->name->text, "arg", 3) == 0) return diag_add(s->diags, n->span, MSG_NOT_AN_ARRAY, span_text(s, n->kid[0]->span)), value_bad(n->span);
  return reduce_named(s, n->name->text, &v, NULL, n->span);
}

static Value call_sorted(Sema *s, const Node *n)
{
  Value v;
  const Expr *h;
  if (!argument(s, n, 0, &v) || !elab_scalar(s, n->kid[1], &h)) return value_bad(n->span);
  return reduce_named(s, n->name->text, &v, h, n->span);
}

static Value call_softmin(Sema *s, const Node *n)
{
  Value v;
  const Expr *m = expr_rat(s->pool, 1, 1);
  if (!argument(s, n, 0, &v) || (n->nkids == 2 && !elab_scalar(s, n->kid[1], &m))) return value_bad(n->span);
  v.e = sema_call(s, "exp", expr_neg(s->pool, expr_mul(s->pool, m, v.e)), n->span);
  v.e = sema_call(s, "log", reduce_all(s, R_SUM, &v), n->span);
  return value_scalar(expr_neg(s->pool, expr_div(s->pool, v.e, m)), n->span);
}

static const Expr *lesser(Pool *p, const Expr *a, const Expr *b) { return expr_if(p, expr_cmp(p, C_LE, a, b), a, b); }
static const Expr *greater(Pool *p, const Expr *a, const Expr *b) { return expr_if(p, expr_cmp(p, C_LE, b, a), a, b); }

static Value extreme(Sema *s, const Node *n, const Expr *(*f)(Pool *, const Expr *, const Expr *))
{
  Value v, w;
  if (!argument(s, n, 0, &v)) return value_bad(n->span);
  if (n->nkids == 1) return reduce_named(s, n->name->text, &v, NULL, n->span);
  for (int i = 1; i < n->nkids; i++) {
    if (!argument(s, n, i, &w)) return value_bad(n->span);
    v = value_map2(s, v, w, f, n->at, n->name->text);
  }
  return v;
}

static Value call_least(Sema *s, const Node *n) { return extreme(s, n, lesser); }
static Value call_greatest(Sema *s, const Node *n) { return extreme(s, n, greater); }

static const Expr *root(Pool *p, const Expr *e) { return expr_pow(p, e, expr_rat(p, 1, 2)); }

static Value call_sqrt(Sema *s, const Node *n)
{
  Value v;
  return argument(s, n, 0, &v) ? value_map1(s, v, root) : value_bad(n->span);
}

/* ---- products ---- */

static Value call_dot(Sema *s, const Node *n)
{
  Value a, b;
  if (!operand(s, n, 0, &a) || !operand(s, n, 1, &b)) return value_bad(n->span);
  for (int k = 0; k < 2 && a.kind == VALUE_ARRAY && b.kind == VALUE_ARRAY; k++) {
    if ((k ? b : a).nopen || !(k ? a : b).nopen) continue;
    Diag *d = diag_add(s->diags, n->kid[k]->span, MSG_DOT_NUMBER, span_text(s, n->kid[k]->span));
    diag_hint(s->diags, d, "give it the axes of the other one: param b[P]; a number times an array is written '*'");
    return value_bad(n->span);
  }
  const Value summed = a.kind == VALUE_UNKNOWN || (b.kind != VALUE_UNKNOWN && b.nopen < a.nopen) ? b : a;
  Index *open[ARRAY_MAX_AXES], *over[ARRAY_MAX_AXES];
  int nopen, nover = 0;
  if (!value_align(s, 2, (Value *[]){ &a, &b }, open, &nopen, n->at, "dot")) return value_bad(n->span);
  Value v = { .kind = VALUE_ARRAY, .span = n->span };
  for (int i = 0; i < nopen; i++) {
    bool shared = summed.nopen == nopen;
    for (int j = 0; j < summed.nopen; j++) shared = shared || axis_same(summed.open[j]->axis, open[i]->axis);
    if (shared && nover < summed.nopen) over[nover++] = open[i];
    else v.open[v.nopen++] = open[i];
  }
  v.e = expr_sum_n(s->pool, nover, over, expr_mul(s->pool, a.e, b.e));
  return v;
}

static bool square(Sema *s, const Value *v, const Node *n, const char *what)
{
  if (v->nopen >= 2 && axis_same(v->open[v->nopen - 1]->axis, v->open[v->nopen - 2]->axis)) return true;
  Diag *d = diag_add(s->diags, n->span, MSG_NOT_SQUARE, what, span_text(s, n->span), value_axes_text(s, v));
  if (v->nopen == 1) diag_hint(s->diags, d, "a vector of variances is no matrix: write out the sum over its axis");
  return false;
}

static Value call_quad(Sema *s, const Node *n)
{
  Value v, a;
  if (!operand(s, n, 0, &v) || !operand(s, n, 1, &a)) return value_bad(n->span);
  if (a.kind == VALUE_UNKNOWN && v.nopen > 0) {        /* a hole for the matrix: h[d, e] */
    Index *pair[2] = { v.open[v.nopen - 1], fresh_index(s, v.open[v.nopen - 1]) };
    Axis *axis[2] = { pair[0]->axis, pair[1]->axis };
    if (!value_fit_axes(s, &a, 2, axis, pair, "quad")) return value_bad(n->span);
    a = value_fresh(s, &a);
  }
  if (!square(s, &a, n->kid[1], "quad")) return value_bad(n->span);
  Index *row = a.open[a.nopen - 2], *col = a.open[a.nopen - 1];
  if (v.kind == VALUE_UNKNOWN && !value_fit_axes(s, &v, 1, &row->axis, &row, "quad")) return value_bad(n->span);
  v = value_fresh(s, &v);
  int position = v.nopen - 1;
  while (position >= 0 && !axis_same(v.open[position]->axis, row->axis)) position--;
  if (position < 0) {
    diag_add(s->diags, n->at, MSG_AXES_DO_NOT_LINE_UP, "quad", span_text(s, n->kid[0]->span), value_axes_text(s, &v),
             span_text(s, n->kid[1]->span), value_axes_text(s, &a));
    return value_bad(n->span);
  }
  Value left = value_put_index(s, &v, position, expr_index(s->pool, row)), right = value_put_index(s, &v, position, expr_index(s->pool, col));
  a.nopen -= 2;                                        /* other axes stay open, and line up */
  Index *open[ARRAY_MAX_AXES];
  int nopen;
  if (!value_align(s, 3, (Value *[]){ &left, &a, &right }, open, &nopen, n->at, "quad")) return value_bad(n->span);
  const Expr *factor[3] = { left.e, a.e, right.e };
  left.e = expr_sum(s->pool, row, expr_sum(s->pool, col, expr_mul_n(s->pool, 3, factor)));
  return left;
}

static Value call_matmul(Sema *s, const Node *n)
{
  Value a, b;
  if (!argument(s, n, 0, &a) || !argument(s, n, 1, &b)) return value_bad(n->span);
  if (a.nopen < 1 || b.nopen < 1 || !axis_same(a.open[a.nopen - 1]->axis, b.open[0]->axis)) {
    Diag *d = diag_add(s->diags, n->at, MSG_MATMUL, span_text(s, n->kid[0]->span), value_axes_text(s, &a), span_text(s, n->kid[1]->span), value_axes_text(s, &b));
    diag_note(s->diags, d, (Span){0}, "the last axis of the first must be the first axis of the second");
    return value_bad(n->span);
  }
  if (a.nopen + b.nopen - 2 > ARRAY_MAX_AXES) return diag_add(s->diags, n->span, MSG_TOO_MANY_AXES, ARRAY_MAX_AXES), value_bad(n->span);
  Index *j = a.open[a.nopen - 1];
  b = value_put_index(s, &b, 0, expr_index(s->pool, j));
  a.e = expr_sum(s->pool, j, expr_mul(s->pool, a.e, b.e));
  a.nopen--;
  for (int i = 0; i < b.nopen; i++) a.open[a.nopen++] = b.open[i];
  return a;
}

static Value call_outer(Sema *s, const Node *n)
{
  Value a, b;
  if (!argument(s, n, 0, &a) || !argument(s, n, 1, &b)) return value_bad(n->span);
  if (a.nopen + b.nopen > ARRAY_MAX_AXES) return diag_add(s->diags, n->span, MSG_TOO_MANY_AXES, ARRAY_MAX_AXES), value_bad(n->span);
  a.e = expr_mul(s->pool, a.e, b.e);
  for (int i = 0; i < b.nopen; i++) a.open[a.nopen++] = b.open[i];
  return a;
}

static Value call_transpose(Sema *s, const Node *n)
{
  Value a;
  if (!argument(s, n, 0, &a)) return value_bad(n->span);
  if (a.nopen < 2) return diag_add(s->diags, n->span, MSG_NOT_SQUARE, "transpose", span_text(s, n->kid[0]->span), value_axes_text(s, &a)), value_bad(n->span);
  Index *t = a.open[a.nopen - 1];
  a.open[a.nopen - 1] = a.open[a.nopen - 2];
  a.open[a.nopen - 2] = t;
  return a;
}

/* in pattern mode a bare unknown matrix becomes h[d, e] over a fresh axis */
static bool matrix_argument(Sema *s, const Node *n, Value *a)
{
  if (!operand(s, n, 0, a)) return false;
  if (a->kind == VALUE_UNKNOWN) {
    Axis *d = pattern_matrix_axis(s, a->name, NULL, true), *axis[2] = { d, d };
    Index *pair[2] = { index_new(s->pool, index_name(d), d), index_new(s->pool, name_of("e"), d) };
    return value_fit_axes(s, a, 2, axis, pair, n->name->text);
  }
  return square(s, a, n->kid[0], n->name->text);
}

static Value call_inv(Sema *s, const Node *n)
{
  Value a;
  if (!matrix_argument(s, n, &a)) return value_bad(n->span);
  Index *row = a.open[a.nopen - 2], *col = a.open[a.nopen - 1], *r = fresh_index(s, row), *c = fresh_index(s, col);
  const Expr *element[2] = { expr_index(s->pool, r), expr_index(s->pool, c) };
  a.e = expr_matrix(s->pool, MAT_INV, 1, &row, &col, a.e, NULL, element);
  a.open[a.nopen - 2] = r;
  a.open[a.nopen - 1] = c;
  return a;
}

/* a matrix of any shape; an unknown one of a rule has the two axes that its other uses tell */
static bool any_matrix(Sema *s, const Node *n, Value *a)
{
  if (!argument(s, n, 0, a)) return false;
  if (a->nopen >= 2) return true;
  diag_add(s->diags, n->span, MSG_NO_MATRIX, n->name->text, span_text(s, n->kid[0]->span), value_axes_text(s, a));
  return false;
}

/* op of the matrix over the last two axes: what it yields has both of them, or the first; the columns of eigenvectors are over the rows' axis again */
static Value matrix_function(Sema *s, MatrixOp op, Value a, const Expr *rhs)
{
  Index *row = a.open[a.nopen - 2], *col = a.open[a.nopen - 1], *at[2] = { fresh_index(s, row), fresh_index(s, col) };
  const Expr *element[2] = { expr_index(s->pool, at[0]), expr_index(s->pool, at[1]) };
  a.e = expr_matrix(s->pool, op, 1, &row, &col, a.e, rhs, element);
  a.nopen -= 2;
  for (int k = 0; k < matrix_form[op].element; k++) a.open[a.nopen++] = at[k];
  return a;
}

/* polar, eigenvalues, eigenvectors, singular_values: the word says which */
static Value call_matrix(Sema *s, const Node *n)
{
  Value a;
  MatrixOp op = 0;
  while (strcmp(matrix_form[op].word, n->name->text)) op++;
  return (matrix_form[op].square ? matrix_argument : any_matrix)(s, n, &a) ? matrix_function(s, op, a, NULL) : value_bad(n->span);
}

/* w over the rows lines up with the matrix's row axis */
static Value call_recompose(Sema *s, const Node *n)
{
  Value a, w;
  if (!any_matrix(s, n, &a) || !argument(s, n, 1, &w)) return value_bad(n->span);
  Index *row = a.open[a.nopen - 2];
  if (w.nopen != 1 || !axis_same(w.open[0]->axis, row->axis)) {
    diag_add(s->diags, n->at, MSG_AXES_DO_NOT_LINE_UP, "recompose", span_text(s, n->kid[0]->span), value_axes_text(s, &a), span_text(s, n->kid[1]->span), value_axes_text(s, &w));
    return value_bad(n->span);
  }
  return matrix_function(s, MAT_RECOMPOSE, a, expr_subst_index(s->pool, w.e, w.open[0], expr_index(s->pool, row)));
}

static Value call_ranks(Sema *s, const Node *n)
{
  Value v;
  const Expr *place[ARRAY_MAX_AXES];
  Index *at[ARRAY_MAX_AXES];
  if (!argument(s, n, 0, &v)) return value_bad(n->span);
  if (v.nopen == 0) return diag_add(s->diags, n->span, MSG_NOT_AN_ARRAY, span_text(s, n->kid[0]->span)), value_bad(n->span);
  for (int i = 0; i < v.nopen; i++) place[i] = expr_index(s->pool, at[i] = fresh_index(s, v.open[i]));
  v.e = expr_rank(s->pool, v.nopen, v.open, v.e, place);
  memcpy(v.open, at, (size_t)v.nopen * sizeof *at);
  return v;
}

static Value call_logdet(Sema *s, const Node *n)
{
  Value a;
  if (!matrix_argument(s, n, &a)) return value_bad(n->span);
  Index *row = a.open[a.nopen - 2], *col = a.open[a.nopen - 1];
  a.e = expr_matrix(s->pool, MAT_LOGDET, 1, &row, &col, a.e, NULL, NULL);
  a.nopen -= 2;
  return a;
}

static Value call_trace(Sema *s, const Node *n)
{
  Value a;
  if (!matrix_argument(s, n, &a)) return value_bad(n->span);
  Index *row = a.open[a.nopen - 2];
  a = value_put_index(s, &a, a.nopen - 1, expr_index(s->pool, row));
  a.nopen--;
  a.e = expr_sum(s->pool, row, a.e);
  return a;
}

/* ---- arrays made of nothing ---- */

static Axis *axis_argument(Sema *s, const Node *n)
{
  if (n->kind == NODE_NAME) return axis_known(s, n->name, n->span, false);
  int64_t size;
  if (!sema_integer(s, n, &size)) return NULL;
  if (!axis_can_have(s, size, span_text(s, n->span), n->span)) return NULL;
  return axis_without_name(s, size);
}

static Value filled(Sema *s, const Node *n, int64_t number)
{
  Value v = value_scalar(expr_rat(s->pool, number, 1), n->span);
  for (int i = 0; i < n->nkids; i++) {
    Axis *a = axis_argument(s, n->kid[i]);
    if (!a) return value_bad(n->span);
    v.open[v.nopen++] = index_new(s->pool, index_name(a), a);
  }
  return v;
}

static Value call_zeros(Sema *s, const Node *n) { return filled(s, n, 0); }
static Value call_ones(Sema *s, const Node *n) { return filled(s, n, 1); }

static Value call_eye(Sema *s, const Node *n)
{
  Axis *a = axis_argument(s, n->kid[0]);
  if (!a) return value_bad(n->span);
  Value v = { .kind = VALUE_ARRAY, .nopen = 2, .span = n->span };
  for (int i = 0; i < 2; i++) v.open[i] = index_new(s->pool, index_name(a), a);
  v.e = expr_cmp(s->pool, C_EQ, expr_index(s->pool, v.open[0]), expr_index(s->pool, v.open[1]));
  return v;
}

/* ---- draws ---- */

static Value draw_rows(Sema *s, const Node *n, DrawKind kind)
{
  Value v = { .kind = VALUE_DRAW, .draw_kind = kind, .string = n->name->text, .span = n->span }, x;
  if (!argument(s, n, 0, &x)) return value_bad(n->span);
  v.draw[0] = x.e;
  v.nopen = x.nopen;
  for (int i = 0; i < x.nopen; i++) v.open[i] = x.open[i];
  return v;
}

static Value draw_numbers(Sema *s, const Node *n, DrawKind kind)
{
  Value v = { .kind = VALUE_DRAW, .draw_kind = kind, .string = n->name->text, .span = n->span };
  for (int i = 0; i < 2; i++) {
    v.draw[i] = expr_rat(s->pool, i, 1);
    if (i < n->nkids && !elab_scalar(s, n->kid[i], &v.draw[i])) return value_bad(n->span);
  }
  return v;
}

static Value call_rows(Sema *s, const Node *n) { return draw_rows(s, n, DRAW_ROWS); }
static Value call_far_rows(Sema *s, const Node *n) { return draw_rows(s, n, DRAW_FAR_ROWS); }
static Value call_evenly(Sema *s, const Node *n) { return draw_numbers(s, n, DRAW_EVENLY); }
static Value call_normally(Sema *s, const Node *n) { return draw_numbers(s, n, DRAW_NORMALLY); }

/* ---- after a fit ---- */

/* the weights over the index called k, with the axis of k last */
static bool weight_of(Sema *s, const Node *n, Value *v)
{
  const Node *k = n->kid[0];
  VEC(const Name *) seen = {0};
  if (k->kind != NODE_NAME) return diag_add(s->diags, k->span, MSG_POSTERIOR_NAME, n->name->text), false;
  for (int i = 0; i < s->nweights; i++) {
    Symbol *w = s->weight[i];
    if (!w->origin) continue;
    vec_push(s->arena, &seen, w->origin);
    if (w->origin != k->name || !w->def) continue;
    const Expr *to[ARRAY_MAX_AXES];
    int last = w->naxes - 1;
    *v = (Value){ .kind = VALUE_ARRAY, .nopen = w->naxes, .span = n->span };
    for (int a = 0; a < w->naxes; a++) {
      v->open[a] = fresh_index(s, w->own[a]);
      to[a] = expr_index(s->pool, v->open[a]);
      if (w->own[a]->name == w->origin) last = a;
    }
    const Expr *e = expr_untouch(s->pool, expr_inline_weights(s->pool, w->def));
    v->e = expr_subst_indices(s->pool, e, w->naxes, w->own, to);
    Index *x = v->open[last];
    for (int a = last; a + 1 < v->nopen; a++) v->open[a] = v->open[a + 1];
    v->open[v->nopen - 1] = x;
    return true;
  }
  Diag *d = diag_add(s->diags, k->span, s->nweights ? MSG_NO_WEIGHTS : MSG_NO_FIT_YET, k->name->text);
  for (int i = 0; i < seen.len; i++) diag_note(s->diags, d, (Span){0}, "there are weights over '%s'", seen.data[i]->text);
  return false;
}

static Value call_posterior(Sema *s, const Node *n)
{
  Value v;
  return weight_of(s, n, &v) ? v : value_bad(n->span);
}

static Value call_assign(Sema *s, const Node *n)
{
  Value v;
  if (!weight_of(s, n, &v)) return value_bad(n->span);
  v.nopen--;
  v.e = expr_reduce(s->pool, R_ARGMAX, v.open[v.nopen], v.e, NULL, NULL, NULL);
  return v;
}

/* se(p), se(p[k]), se(m.p): the parameter's array replaced by that of its standard errors */
static Value call_se(Sema *s, const Node *n)
{
  Value v;
  if (!argument(s, n, 0, &v)) return value_bad(n->span);
  if (v.e->kind != X_ACCESS || v.e->u.sym->kind != SYM_PARAM) return diag_add(s->diags, n->kid[0]->span, MSG_NOT_A_PARAM, span_text(s, n->kid[0]->span)), value_bad(n->span);
  Symbol *p = v.e->u.sym;
  Array *errors = s->errors ? s->errors(s->errors_context, p, n->span) : NULL;
  if (!errors) return value_bad(n->span);
  Symbol *sym = symbol_new(s->pool, SYM_LET, name_of(arena_printf(s->arena, "se(%s)", p->name->text)), p->naxes, p->axis);
  symbol_bind_array(s, sym, errors);
  v.e = expr_access(s->pool, sym, v.e->arg);
  return v;
}

/* ---- the table ---- */

const Builtin builtin_table[] = {
#define BUILTIN(name, least, most, call, doc) { #name, least, most, call, doc },
#include "sema/builtins.def"
#undef BUILTIN
};
const int builtin_count = sizeof builtin_table / sizeof *builtin_table;

const Builtin *builtin_find(const Name *name)
{
  for (int i = 0; i < builtin_count; i++)
    if (strcmp(builtin_table[i].name, name->text) == 0) return &builtin_table[i];
  return NULL;
}
