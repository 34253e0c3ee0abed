/* value.c: values with open indices, and how operands line up by axis name.
 *
 * Invariant: the open indices of a value are free indices of its own (no other value has them), so that an operand can be
 * renamed to another's indices without capture.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "sema/internal.h"

Value value_bad(Span span) { return (Value){ .kind = VALUE_BAD, .span = span }; }

Value value_scalar(const Expr *e, Span span) { return (Value){ .kind = VALUE_ARRAY, .e = e, .span = span }; }

Value value_number(Sema *s, double x, Span span) { return value_scalar(expr_num(s->pool, x), span); }

bool value_is_scalar(const Value *v) { return v->kind == VALUE_ARRAY && v->nopen == 0; }

Index *fresh_index(Sema *s, const Index *like) { return index_new(s->pool, like->name, like->axis); }

/* an open index is named after its axis for the printers: D gives d */
const Name *index_name(const Axis *axis)
{
  char c = axis && axis_named(axis) ? axis->name->text[0] : 'i';
  if (c >= 'A' && c <= 'Z') c = (char)(c - 'A' + 'a');
  return c > 0 ? name_of_n(&c, 1) : axis->name;
}

Value value_symbol(Sema *s, Symbol *sym, Span span)
{
  Value v = { .kind = VALUE_ARRAY, .nopen = sym->naxes, .span = span };
  const Expr *arg[ARRAY_MAX_AXES];
  for (int i = 0; i < sym->naxes; i++) {
    v.open[i] = index_new(s->pool, index_name(sym->axis[i]), sym->axis[i]);
    arg[i] = expr_index(s->pool, v.open[i]);
  }
  v.e = expr_access(s->pool, sym, arg);
  return v;
}

Value value_fresh(Sema *s, const Value *v)
{
  Value w = *v;
  const Expr *to[ARRAY_MAX_AXES];
  if (v->kind != VALUE_ARRAY || v->nopen == 0) return w;
  for (int i = 0; i < v->nopen; i++) {
    w.open[i] = fresh_index(s, v->open[i]);
    to[i] = expr_index(s->pool, w.open[i]);
  }
  w.e = expr_subst_indices(s->pool, v->e, v->nopen, v->open, to);
  return w;
}

Value value_put_index(Sema *s, const Value *v, int position, const Expr *e)
{
  Value w = *v;
  w.e = expr_subst_index(s->pool, v->e, v->open[position], e);
  w.nopen--;
  for (int i = position; i < w.nopen; i++) w.open[i] = v->open[i + 1];
  return w;
}

bool value_complain(Sema *s, const Value *v)
{
  if (v->kind == VALUE_DRAW) diag_add(s->diags, v->span, MSG_DRAW_OUTSIDE_INIT, v->string);
  else if (v->kind != VALUE_BAD) diag_add(s->diags, v->span, MSG_NOT_A_NUMBER, span_text(s, v->span));
  return false;
}

const char *value_axes_text(Sema *s, const Value *v)
{
  if (v->nopen == 0) return "none: a number";
  const char *text = axis_text(s, v->open[0]->axis);
  for (int i = 1; i < v->nopen; i++) text = arena_printf(s->arena, "%s, %s", text, axis_text(s, v->open[i]->axis));
  return arena_printf(s->arena, "[%s]", text);
}

static int named_axes(const Value *v)
{
  int n = 0;
  for (int i = 0; i < v->nopen; i++) n += axis_named(v->open[i]->axis);
  return n;
}

/* Finds for each axis of `small` its partner among the n axes `large`; partner[] are positions. First equal axes, in order;
 * then axes without a name: by position if the numbers of axes agree, else by size if only one is free. */
static bool match_axes(const Value *small, int n, Axis *const *large, int *partner)
{
  bool taken[ARRAY_MAX_AXES] = { false };
  for (int i = 0; i < small->nopen; i++) {
    partner[i] = -1;
    const Axis *a = small->open[i]->axis;
    int found = -1, count = 0;
    if (!axis_named(a) && small->nopen == n) continue;    /* a literal for v[D, D] where D comes from a literal too: by position */
    for (int j = 0; j < n; j++) {
      if (large[j] != a) continue;
      if (found < 0 && !taken[j]) found = j;
      count++;
    }
    if (found < 0) continue;
    int mine = 0;                                   /* S[d, d] + v[d]: which of the two? */
    for (int j = 0; j < small->nopen; j++) mine += small->open[j]->axis == a;
    if (mine < count && count > 1) return false;
    partner[i] = found;
    taken[found] = true;
  }
  for (int i = 0; i < small->nopen; i++) {
    if (partner[i] >= 0) continue;
    const Axis *a = small->open[i]->axis;
    int found = -1;
    if (small->nopen == n && !taken[i] && axis_same(a, large[i])) found = i;
    for (int j = 0; j < n && found != i; j++) {
      if (taken[j] || !axis_same(a, large[j])) continue;
      if (found >= 0) return false;
      found = j;
    }
    if (found < 0) return false;
    partner[i] = found;
    taken[found] = true;
  }
  return true;
}

static void rename_open(Sema *s, Value *v, Index *const *open, int nopen, const int *partner)
{
  const Expr *to[ARRAY_MAX_AXES];
  bool same = true;
  for (int i = 0; i < v->nopen; i++) {
    to[i] = expr_index(s->pool, open[partner[i]]);
    same = same && open[partner[i]] == v->open[i];
  }
  if (!same) v->e = expr_subst_indices(s->pool, v->e, v->nopen, v->open, to);
  v->nopen = nopen;
  for (int i = 0; i < nopen; i++) v->open[i] = open[i];
}

static void unknown_takes(Sema *s, Value *v, Index *const *open, int nopen)
{
  const Expr *arg[ARRAY_MAX_AXES] = { 0 };
  for (int i = 0; i < nopen; i++) arg[i] = expr_index(s->pool, open[i]);
  v->kind = VALUE_ARRAY;
  v->e = expr_hole(s->pool, v->name, nopen, arg);
  v->nopen = nopen;
  for (int i = 0; i < nopen; i++) v->open[i] = open[i];
}

bool value_align(Sema *s, int n, Value *const *v, Index **open, int *nopen, Span at, const char *what)
{
  const Value *lead = NULL;
  for (int i = 0; i < n; i++) {
    if (v[i]->kind == VALUE_BAD) return false;
    if (v[i]->kind == VALUE_UNKNOWN) continue;
    if (v[i]->kind != VALUE_ARRAY) return value_complain(s, v[i]);
    if (!lead || v[i]->nopen > lead->nopen || (v[i]->nopen == lead->nopen && named_axes(v[i]) > named_axes(lead))) lead = v[i];
  }
  *nopen = lead ? lead->nopen : 0;
  Axis *axis[ARRAY_MAX_AXES];
  for (int i = 0; i < *nopen; i++) {
    open[i] = lead->open[i];
    axis[i] = open[i]->axis;
  }
  for (int i = 0; i < n; i++) {
    int partner[ARRAY_MAX_AXES];
    if (v[i] == lead) continue;
    if (v[i]->kind == VALUE_UNKNOWN) { unknown_takes(s, v[i], open, *nopen); continue; }
    if (match_axes(v[i], *nopen, axis, partner)) { if (v[i]->nopen) rename_open(s, v[i], open, *nopen, partner); continue; }
    Diag *d = diag_add(s->diags, at, MSG_AXES_DO_NOT_LINE_UP, what, span_text(s, lead->span), value_axes_text(s, lead),
                       span_text(s, v[i]->span), value_axes_text(s, v[i]));
    diag_note(s->diags, d, lead->span, "this has the axes %s", value_axes_text(s, lead));
    diag_note(s->diags, d, v[i]->span, "this has the axes %s", value_axes_text(s, v[i]));
    diag_hint(s->diags, d, "index the operands, and sum over what is not wanted: sum{i} …; outer(u, v) is the outer product");
    return false;
  }
  for (int i = 0; i < n; i++) {                     /* numbers fill */
    v[i]->nopen = *nopen;
    for (int j = 0; j < *nopen; j++) v[i]->open[j] = open[j];
  }
  return true;
}

bool value_fit_axes(Sema *s, Value *v, int naxes, Axis *const *axis, Index *const *open, const char *what)
{
  int partner[ARRAY_MAX_AXES];
  if (v->kind == VALUE_BAD) return false;
  if (v->kind == VALUE_UNKNOWN) return unknown_takes(s, v, open, naxes), true;
  if (v->kind != VALUE_ARRAY) return value_complain(s, v);
  if (v->nopen <= naxes && match_axes(v, naxes, axis, partner)) {
    rename_open(s, v, open, naxes, partner);
    return true;
  }
  Value target = { .kind = VALUE_ARRAY, .nopen = naxes };
  for (int i = 0; i < naxes; i++) target.open[i] = open[i];
  Diag *d = diag_add(s->diags, v->span, MSG_AXES_DO_NOT_FIT, span_text(s, v->span), value_axes_text(s, v), what, value_axes_text(s, &target));
  for (int i = 0; i < naxes && v->nopen == naxes; i++)
    if (v->open[i]->axis->size != axis[i]->size && axis[i]->size > 0 && v->open[i]->axis->size > 0)
      diag_note(s->diags, d, (Span){ 0 }, "the axis %s of '%s' has the size %lld; here it is %lld", axis_text(s, axis[i]), what, (long long)axis[i]->size, (long long)v->open[i]->axis->size);
  return false;
}

Value value_map1(Sema *s, Value v, const Expr *(*f)(Pool *, const Expr *))
{
  if (v.kind == VALUE_UNKNOWN) unknown_takes(s, &v, NULL, 0);
  if (v.kind != VALUE_ARRAY) return value_complain(s, &v), value_bad(v.span);
  v.e = f(s->pool, v.e);
  return v;
}

Value value_map2(Sema *s, Value a, Value b, const Expr *(*f)(Pool *, const Expr *, const Expr *), Span at, const char *what)
{
  Index *open[ARRAY_MAX_AXES];
  int nopen;
  if (!value_align(s, 2, (Value *[]){ &a, &b }, open, &nopen, at, what)) return value_bad(at);
  a.e = f(s->pool, a.e, b.e);
  return a;
}
