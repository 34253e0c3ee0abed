/* elab_name.c: names, subscripts, fields, literals.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "sema/internal.h"
#include <math.h>

static const struct { const char *name; double value; } constants[] = {
  { "pi", 3.14159265358979323846 }, { "inf", INFINITY }, { "true", 1 }, { "false", 0 } };

bool constant_find(const Name *name, double *value)
{
  for (size_t i = 0; i < sizeof constants / sizeof *constants; i++) {
    if (strcmp(constants[i].name, name->text) != 0) continue;
    if (value) *value = constants[i].value;
    return true;
  }
  return false;
}

static Value of_binding(Sema *s, const Node *n, const Binding *b)
{
  switch (b->kind) {
  case BIND_VALUE: return value_fresh(s, &b->value);
  case BIND_SYMBOL: return value_symbol(s, b->sym, n->span);
  case BIND_INDEX: return value_scalar(expr_index(s->pool, b->var->index), n->span);
  case BIND_FN: {
    Diag *d = diag_add(s->diags, n->span, MSG_FUNCTION_WITHOUT_ARGUMENTS, n->name->text);
    diag_hint(s->diags, d, "call it: %s(…)", n->name->text);
    return value_bad(n->span);
  }
  default: {
    const Binding *own = b->kind == BIND_RESULT ? scope_find_here(b->fields, n->name) : NULL;       /* loss is loss.loss */
    if (own && own->kind == BIND_VALUE) return of_binding(s, n, own);
    Diag *d = diag_add(s->diags, n->span, MSG_NOT_A_NUMBER, n->name->text);
    if (b->kind == BIND_RESULT) diag_hint(s->diags, d, "read its fields: %s.loss, or a parameter of the model", n->name->text);
    return value_bad(n->span);
  }
  }
}

Value elab_name(Sema *s, const Node *n)
{
  Binding *b = sema_find(s, n->name);
  if (b) return of_binding(s, n, b);
  double number;
  if (constant_find(n->name, &number)) return value_number(s, number, n->span);
  AxisEntry *a = axis_find(s, n->name);
  if (a) return value_scalar(expr_axis(s->pool, a->axis), n->span);
  if (s->pattern) {
    for (const IndexVar *v = s->pattern->vars; v; v = v->outer)
      if (v->name == n->name) return value_scalar(expr_index(s->pool, v->index), n->span);
    return (Value){ .kind = VALUE_UNKNOWN, .name = n->name, .span = n->span };
  }
  if (builtin_find(n->name) || binder_word(n->name) || function_find(s->pool, n->name->text)) {
    Diag *d = diag_add(s->diags, n->span, MSG_FUNCTION_WITHOUT_ARGUMENTS, n->name->text);
    diag_hint(s->diags, d, "call it: %s(…)", n->name->text);
  } else sema_unknown(s, n->span, n->name, "name");
  return value_bad(n->span);
}

/* ---- subscripts ---- */

/* x[a..b]: the axis gives way to one of its own, from 1 to b - a + 1 */
static bool take_slice(Sema *s, Value *v, int position, const Node *range, Span whole)
{
  int64_t first, last;
  Axis *axis = v->open[position]->axis;
  if (!sema_integer(s, range->kid[0], &first) || !sema_integer(s, range->kid[1], &last)) return false;
  if (first < 1 || last > axis->size || last < first)
    return diag_add(s->diags, range->span, MSG_INDEX_RANGE, span_text(s, whole), axis_text(s, axis), (long long)axis->size), false;
  Axis *part = first == 1 && last == axis->size ? axis : axis_without_name(s, last - first + 1);
  Index *j = index_new(s->pool, v->open[position]->name, part);
  const Expr *e = expr_add(s->pool, expr_rat(s->pool, first - 1, 1), expr_index(s->pool, j));
  v->e = expr_subst_index(s->pool, v->e, v->open[position], e);
  v->open[position] = j;
  return true;
}

static bool elab_subscript(Sema *s, const Node *n, Value *v)
{
  if (s->pattern && n->kind == NODE_NAME && !scope_find(s->scope, n->name) && !axis_find(s, n->name)) {
    *v = value_scalar(expr_index(s->pool, pattern_variable(s, n->name, n->span)->index), n->span);
    return true;
  }
  return elab_array(s, n, v);
}

static Value subscript_hole(Sema *s, const Node *n)
{
  const Expr *arg[ARRAY_MAX_AXES];
  int count = n->nkids - 1;
  Axis *matrix = s->pattern ? pattern_matrix_axis(s, n->kid[0]->name, NULL, false) : NULL;
  if (count > ARRAY_MAX_AXES) return diag_add(s->diags, n->span, MSG_TOO_MANY_AXES, ARRAY_MAX_AXES), value_bad(n->span);
  for (int i = 0; i < count; i++) {
    Value v;
    if (!elab_subscript(s, n->kid[i + 1], &v)) return value_bad(n->span);
    if (matrix && count == 2 && !index_use(s, v.e, matrix, n->kid[i + 1]->span)) return value_bad(n->span);
    arg[i] = v.e;
  }
  Axis *row = s->pattern && count == 2 && !matrix ? index_axis(s, arg[0]) : NULL;
  if (row && row == index_axis(s, arg[1])) pattern_matrix_axis(s, n->kid[0]->name, row, false);
  return value_scalar(expr_hole(s->pool, n->kid[0]->name, count, arg), n->span);
}

/* solve(A, g)[j]: the subscripts become further arguments of the call */
static Value subscript_call(Sema *s, const Node *n, const Expr *call)
{
  const Expr *arg[2 * ARRAY_MAX_AXES];
  int count = 0;
  if (call->nargs + n->nkids - 1 > 2 * ARRAY_MAX_AXES) return diag_add(s->diags, n->span, MSG_TOO_MANY_AXES, ARRAY_MAX_AXES), value_bad(n->span);
  for (; count < call->nargs; count++) arg[count] = call->arg[count];
  for (int i = 1; i < n->nkids; i++) {
    Value v;
    if (!elab_subscript(s, n->kid[i], &v)) return value_bad(n->span);
    arg[count++] = v.e;
  }
  return value_scalar(expr_hole(s->pool, call->u.name, count, arg), n->span);
}

static Value subscript_args(Sema *s, const Node *n, Value v)
{
  const Expr **index = ARENA_ARRAY(s->arena, const Expr *, n->nkids);
  for (int i = 1; i < n->nkids; i++) {
    Value x;
    if (!elab_subscript(s, n->kid[i], &x)) return value_bad(n->span);
    index[i - 1] = x.e;
  }
  v.nindices = n->nkids - 1;
  v.indices = index;
  return v;
}

Value elab_index(Sema *s, const Node *n)
{
  Value base = elab(s, n->kid[0]);
  if (base.kind == VALUE_UNKNOWN) return subscript_hole(s, n);
  if (base.kind == VALUE_ARGS) return subscript_args(s, n, base);
  if (s->pattern && base.kind == VALUE_ARRAY && base.nopen == 0 && base.e->kind == X_HOLE && n->kid[0]->kind == NODE_CALL) return subscript_call(s, n, base.e);
  if (base.kind != VALUE_ARRAY) return value_complain(s, &base), value_bad(n->span);
  int count = n->nkids - 1;
  if (count > base.nopen) {
    Diag *d = diag_add(s->diags, n->span, MSG_TOO_MANY_SUBSCRIPTS, span_text(s, n->kid[0]->span), base.nopen, base.nopen == 1 ? "is" : "es", count);
    if (base.nopen > 0) diag_note(s->diags, d, (Span){0}, "its axes are %s", value_axes_text(s, &base));
    return value_bad(n->span);
  }
  int position = 0;
  for (int i = 1; i <= count; i++) {
    const Node *sub = n->kid[i];
    if (sub->kind == NODE_ALL) { position++; continue; }
    if (sub->kind == NODE_RANGE) {
      if (!take_slice(s, &base, position++, sub, n->span)) return value_bad(n->span);
      continue;
    }
    Value v;
    if (!elab_subscript(s, sub, &v)) return value_bad(n->span);
    if (!index_use(s, v.e, base.open[position]->axis, n->span)) return value_bad(n->span);
    if (base.nopen - 1 + v.nopen > ARRAY_MAX_AXES) return diag_add(s->diags, n->span, MSG_TOO_MANY_AXES, ARRAY_MAX_AXES), value_bad(n->span);
    base = value_put_index(s, &base, position, v.e);
    for (int j = base.nopen - 1; j >= position; j--) base.open[j + v.nopen] = base.open[j];      /* mu[z]: the axes of z come in */
    for (int j = 0; j < v.nopen; j++) base.open[position + j] = v.open[j];
    base.nopen += v.nopen;
    position += v.nopen;
  }
  return base;
}

/* ---- fields ---- */

/* what a result offers, in the order of declaration: what was declared last comes first in a scope */
static const char *field_names(Sema *s, const Scope *fields)
{
  const char *text = NULL;
  for (const Binding *f = fields->first; f; f = f->next)
    if (f->kind == BIND_SYMBOL || f->kind == BIND_VALUE || f->kind == BIND_FN) text = text ? arena_printf(s->arena, "%s, %s", f->name->text, text) : f->name->text;
  return text ? text : "no fields";
}

/* a fn of the model: m.f(z), or m.f where it takes no arguments; its body sees the fitted parameters */
static Value field_call(Sema *s, const Node *n, const Fn *fn)
{
  const Node *call = n->nkids > 1 ? n->kid[1] : NULL;
  if (!call) {
    Node *none = node_new(s->arena, NODE_CALL, n->span, 0, NULL);
    none->name = n->name;
    none->at = n->at;
    call = none;
  }
  return fn_call(s, fn, call);
}

Value elab_field(Sema *s, const Node *n)
{
  const Node *base = n->kid[0];
  Binding *b = base->kind == NODE_NAME ? scope_find(s->scope, base->name) : NULL;
  if (!b) {
    if (base->kind == NODE_NAME) sema_unknown(s, base->span, base->name, "name");
    else sema_no_fields(s, base->span, span_text(s, base->span), n->name);
    return value_bad(n->span);
  }
  if (b->kind == BIND_VALUE && b->value.kind == VALUE_FAMILY) {
    Binding *args = scope_find(s->scope, name_of(arena_printf(s->arena, "%s.%s", base->name->text, n->name->text)));
    if (args) return (Value){ .kind = VALUE_ARGS, .args = args, .span = n->span };
    Diag *d = diag_add(s->diags, n->span, MSG_NO_FIELD, base->name->text, n->name->text);
    diag_hint(s->diags, d, "declare its parameters first: param %s.args[K]", base->name->text);
    return value_bad(n->span);
  }
  if (b->kind != BIND_RESULT) return sema_no_fields(s, base->span, base->name->text, n->name), value_bad(n->span);
  Binding *field = scope_find_here(b->fields, n->name);
  if (field && field->kind == BIND_FN) return field_call(s, n, field->fn);
  if (field && (field->kind == BIND_VALUE || field->kind == BIND_SYMBOL)) {
    if (n->nkids == 1 && field->param && !field->sym->value) return diag_add(s->diags, n->span, MSG_PARAM_NOT_IN_LOSS, base->name->text, n->name->text), value_bad(n->span);
    if (n->nkids == 1) return of_binding(s, n, field);
    diag_add(s->diags, n->at, MSG_NOT_A_FUNCTION, span_text(s, (Span){ n->span.source, n->span.begin, n->at.end }));
    return value_bad(n->span);
  }
  VEC(const Name *) seen = {0};
  for (const Binding *f = b->fields->first; f; f = f->next) vec_push(s->arena, &seen, f->name);
  Diag *d = diag_add(s->diags, n->at, MSG_NO_FIELD, base->name->text, n->name->text);
  const Name *near = name_nearest(n->name, seen.data, seen.len);
  if (near) diag_hint(s->diags, d, "did you mean '%s.%s'?", base->name->text, near->text);
  else diag_hint(s->diags, d, "it has %s", field_names(s, b->fields));
  return value_bad(n->span);
}

/* ---- literals ---- */

/* sizes of a nested literal by its first items; false where the rows differ */
static bool literal_sizes(Sema *s, const Node *n, int depth, int *naxes, int64_t *size)
{
  if (n->kind != NODE_ARRAY) {
    if (depth == *naxes) return true;
    diag_add(s->diags, n->span, MSG_RAGGED);
    return false;
  }
  if (depth >= ARRAY_MAX_AXES) return diag_add(s->diags, n->span, MSG_TOO_MANY_AXES, ARRAY_MAX_AXES), false;
  if (depth >= *naxes || size[depth] != n->nkids) return diag_add(s->diags, n->span, MSG_RAGGED), false;
  for (int i = 0; i < n->nkids; i++)
    if (!literal_sizes(s, n->kid[i], depth + 1, naxes, size)) return false;
  return true;
}

/* the numbers in order; the tree holds nothing else (all_numbers) */
static void fill_literal(const Node *n, double sign, double **out)
{
  if (n->kind == NODE_NUMBER) *(*out)++ = sign * n->number;
  else if (n->kind == NODE_NEGATE) fill_literal(n->kid[0], -sign, out);
  else
    for (int i = 0; i < n->nkids; i++) fill_literal(n->kid[i], sign, out);
}

static bool all_numbers(const Node *n)
{
  if (n->kind == NODE_NEGATE && n->kid[0]->kind != NODE_ARRAY) return all_numbers(n->kid[0]);
  if (n->kind != NODE_ARRAY) return n->kind == NODE_NUMBER;
  for (int i = 0; i < n->nkids; i++)
    if (!all_numbers(n->kid[i])) return false;
  return true;
}

/* [a, b] whose items are no plain numbers: if i == 1 then a else if i == 2 then b … */
static Value literal_of_values(Sema *s, const Node *n)
{
  Value *item = ARENA_ARRAY(s->arena, Value, n->nkids), **p = ARENA_ARRAY(s->arena, Value *, n->nkids);
  for (int i = 0; i < n->nkids; i++) {
    item[i] = elab(s, n->kid[i]);
    p[i] = &item[i];
  }
  Index *open[ARRAY_MAX_AXES];
  int nopen;
  if (!value_align(s, n->nkids, p, open, &nopen, n->span, "[…]")) return value_bad(n->span);
  if (nopen >= ARRAY_MAX_AXES) return diag_add(s->diags, n->span, MSG_TOO_MANY_AXES, ARRAY_MAX_AXES), value_bad(n->span);
  Axis *axis = axis_without_name(s, n->nkids);
  Value v = { .kind = VALUE_ARRAY, .nopen = nopen + 1, .span = n->span };
  v.open[0] = index_new(s->pool, index_name(axis), axis);
  for (int i = 0; i < nopen; i++) v.open[i + 1] = open[i];
  v.e = item[n->nkids - 1].e;
  for (int i = n->nkids - 2; i >= 0; i--)
    v.e = expr_if(s->pool, expr_cmp(s->pool, C_EQ, expr_index(s->pool, v.open[0]), expr_rat(s->pool, i + 1, 1)), item[i].e, v.e);
  return v;
}

Value elab_literal(Sema *s, const Node *n)
{
  if (n->nkids == 0) return diag_add(s->diags, n->span, MSG_EMPTY_LITERAL), value_bad(n->span);
  if (!all_numbers(n)) return literal_of_values(s, n);
  int naxes = 0;
  int64_t size[ARRAY_MAX_AXES];
  Axis *axis[ARRAY_MAX_AXES];
  for (const Node *k = n; k->kind == NODE_ARRAY && naxes < ARRAY_MAX_AXES; k = k->kid[0]) {
    if (k->nkids == 0) return diag_add(s->diags, k->span, MSG_EMPTY_LITERAL), value_bad(n->span);
    size[naxes++] = k->nkids;
  }
  if (!literal_sizes(s, n, 0, &naxes, size)) return value_bad(n->span);
  Array *array = array_new(naxes, size);
  if (!array) return diag_add(s->diags, n->span, MSG_NO_MEMORY), value_bad(n->span);
  double *out = array->data;
  fill_literal(n, 1, &out);
  for (int i = 0; i < naxes; i++) axis[i] = axis_without_name(s, size[i]);
  Symbol *sym = symbol_new(s->pool, SYM_LET, name_of(span_text(s, n->span)), naxes, axis);
  symbol_bind_array(s, sym, array);
  return value_symbol(s, sym, n->span);
}

Value elab_range(Sema *s, const Node *n)
{
  int64_t first, last;
  if (!sema_integer(s, n->kid[0], &first) || !sema_integer(s, n->kid[1], &last)) return value_bad(n->span);
  if (last < first) return diag_add(s->diags, n->span, MSG_EMPTY_LITERAL), value_bad(n->span);
  Axis *axis = axis_without_name(s, last - first + 1);
  Value v = { .kind = VALUE_ARRAY, .nopen = 1, .span = n->span };
  v.open[0] = index_new(s->pool, index_name(axis), axis);
  v.e = expr_add(s->pool, expr_index(s->pool, v.open[0]), expr_rat(s->pool, first - 1, 1));
  return v;
}
