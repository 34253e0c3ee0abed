/* axes.c: axes by name, and the axis of an index variable, told by its uses.
 *
 * The variable of a binder starts without an axis. The first time it stands as a subscript it takes that subscript's axis;
 * a later subscript of another axis is an error that shows both. An axis without a name (of a literal) gives way to a named
 * one of its size. A variable with a range may subscript any axis that holds the range.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "sema/internal.h"
#include <math.h>

/* One for each size: whatever has three places runs over the same 1..3, so that sums over entries of two such arrays need no
 * comparison of their places. */
Axis *axis_without_name(Sema *s, int64_t size)
{
  for (int i = 0; i < s->bare_axes.len; i++)
    if (s->bare_axes.data[i]->size == size) return s->bare_axes.data[i];
  Axis *axis = axis_new(s->pool, NULL, size);
  vec_push(s->arena, &s->bare_axes, axis);
  return axis;
}

const char *axis_text(Sema *s, const Axis *a)
{
  if (axis_named(a)) return a->name->text;
  return arena_printf(s->arena, "1..%lld", (long long)a->size);
}

bool axis_same(const Axis *a, const Axis *b)
{
  return a == b || ((!axis_named(a) || !axis_named(b)) && a->size == b->size && a->size >= 0);
}

AxisEntry *axis_find(Sema *s, const Name *name)
{
  for (Scope *scope = s->scope; scope; scope = scope->outer)
    for (AxisEntry *a = scope->axes; a; a = a->next)
      if ((a->alias ? a->alias : a->axis->name) == name) return a;
  return NULL;
}

static AxisEntry *enter(Sema *s, const Name *name, int64_t size, Span span, const Name *by)
{
  AxisEntry *a = ARENA_NEW(s->arena, AxisEntry);
  a->axis = axis_new(s->pool, name, size);
  a->span = span;
  a->by = by;
  a->next = s->scope->axes;
  s->scope->axes = a;
  return a;
}

static bool whole_number(const Value *v, int64_t *n)
{
  double x;
  if (!value_is_scalar(v) || !expr_number(v->e, &x) || x != (double)(int64_t)x) return false;
  *n = (int64_t)x;
  return true;
}

bool axis_can_have(Sema *s, int64_t size, const char *what, Span span)
{
  const int64_t most = INT64_C(1) << 44;                /* numbers that an address space holds */
  if (size >= 1 && size <= most) return true;
  Diag *d = diag_add(s->diags, span, MSG_AXIS_SIZE, what, (long long)size);
  diag_hint(s->diags, d, size < 1 ? "an axis has 1 or more elements" : "no memory holds as many numbers");
  return false;
}

Axis *axis_known(Sema *s, const Name *name, Span span, bool quiet)
{
  AxisEntry *a = axis_find(s, name);
  Binding *b = scope_find(s->scope, name);
  int64_t n;
  if (b && b->kind == BIND_VALUE && whole_number(&b->value, &n)) {
    if (a && a->axis->size == n) return a->axis;
    if (!axis_can_have(s, n, name->text, span)) return NULL;
    /* entered where the number was defined, so that all mentions share the axis; a new number is a new axis */
    Scope *here = s->scope, *home = here;
    while (home->outer && !scope_find_here(home, name)) home = home->outer;
    s->scope = home;
    a = enter(s, name, n, b->span, NULL);
    s->scope = here;
    return a->axis;
  }
  if (a) return a->axis;
  if (quiet) return NULL;
  if (b) {
    double x;
    bool number = b->kind == BIND_VALUE && b->value.kind == VALUE_ARRAY && b->value.nopen == 0 && expr_number(b->value.e, &x);
    Diag *d = number ? diag_add(s->diags, span, MSG_AXIS_NOT_WHOLE, name->text, x) : diag_add(s->diags, span, MSG_NOT_AN_AXIS, name->text);
    diag_note(s->diags, d, b->span, "it is declared here");
    diag_hint(s->diags, d, "an axis is the name of an axis of data, or a whole number: let %s = 3", name->text);
    return NULL;
  }
  sema_unknown(s, span, name, "axis");
  if (s->diags->last) diag_hint(s->diags, s->diags->last, "give it a size: let %s = 3", name->text);
  return NULL;
}

bool axes_declare(Sema *s, const Node *axes, const int64_t *sizes, int nsizes, const Name *owner, Axis **out, int *naxes, int *bar)
{
  *naxes = axes ? axes->nkids : 0;
  *bar = axes && axes->bar > 0 ? axes->bar : -1;
  if (*naxes > ARRAY_MAX_AXES) return diag_add(s->diags, axes->span, MSG_TOO_MANY_AXES, ARRAY_MAX_AXES), false;
  for (int i = 0; i < *naxes; i++) {
    const Node *n = axes->kid[i];
    if (n->kind != NODE_NAME) {
      int64_t size;
      if (!sema_integer(s, n, &size)) return false;
      if (!axis_can_have(s, size, span_text(s, n->span), n->span)) return false;
      out[i] = axis_without_name(s, size);
    } else if (!sizes) {
      if (!(out[i] = axis_known(s, n->name, n->span, false))) return false;
    } else if (!(out[i] = axis_known(s, n->name, n->span, true))) {
      out[i] = enter(s, n->name, i < nsizes ? sizes[i] : 1, n->span, owner)->axis;
      continue;
    }
    if (!sizes || i >= nsizes || out[i]->size == sizes[i]) continue;
    AxisEntry *e = n->kind == NODE_NAME ? axis_find(s, n->name) : NULL;
    bool twice = false;                              /* a square: both sides are of this declaration */
    for (int j = 0; j < i; j++) twice |= axes->kid[j]->kind == NODE_NAME && n->kind == NODE_NAME && axes->kid[j]->name == n->name;
    if (e && e->by == owner && owner && !twice) {              /* the same array is read again: its sizes are its own */
      out[i] = enter(s, n->name, sizes[i], n->span, owner)->axis;
      continue;
    }
    Diag *d = diag_add(s->diags, n->span, MSG_AXIS_DISAGREES, owner ? owner->text : "", (long long)sizes[i], axis_text(s, out[i]),
                       (long long)out[i]->size);
    if (e) diag_note(s->diags, d, e->span, "the size of %s comes from here", n->name->text);
    return false;
  }
  return true;
}

/* ---- index variables ---- */

IndexVar *index_var_new(Sema *s, const Name *name, Span span)
{
  IndexVar *v = ARENA_NEW(s->arena, IndexVar);
  v->name = name;
  v->span = span;
  v->index = index_new(s->pool, name, s->unknown_axis);
  return v;
}

void index_push(Sema *s, IndexVar *v) { v->outer = s->vars; s->vars = v; }

static IndexVar *variable_of(Sema *s, const Index *i)
{
  for (IndexVar *v = s->vars; v; v = v->outer)
    if (v->index == i) return v;
  for (IndexVar *v = s->pattern ? s->pattern->vars : NULL; v; v = v->outer)
    if (v->index == i) return v;
  return NULL;
}

Axis *index_axis(Sema *s, const Expr *e)
{
  IndexVar *v = e->kind == X_INDEX ? variable_of(s, e->u.index) : NULL;
  for (IndexVar *p = v && !v->axis && s->pattern ? s->pattern->vars : NULL; p; p = p->outer)
    if (p->name == v->name) return p->axis;                 /* a binder's index takes the axis that its name has in the rule */
  return v ? v->axis : NULL;
}

static bool disagree(Sema *s, const IndexVar *v, const Axis *old, const Axis *axis, Span use)
{
  const char *here = span_text(s, use);
  if (v->fixed) {
    Diag *d = diag_add(s->diags, use, MSG_INDEX_FIXED, v->name->text, axis_text(s, old), here, axis_text(s, axis));
    diag_note(s->diags, d, v->told, "'%s' is declared here", v->name->text);
    return false;
  }
  Diag *d = diag_add(s->diags, use, MSG_INDEX_DISAGREES, v->name->text, axis_text(s, old), v->teller, axis_text(s, axis), here);
  diag_note(s->diags, d, v->told, "%s runs over %s (1..%lld)", v->teller, axis_text(s, old), (long long)old->size);
  diag_note(s->diags, d, use, "%s runs over %s (1..%lld)", here, axis_text(s, axis), (long long)axis->size);
  diag_hint(s->diags, d, "use two indices, or declare both arrays over one axis");
  return false;
}

/* One axis is the first places of the other: eigenvectors of which there are fewer than dimensions, an index that a condition keeps
 * within the shorter, one that runs over a range of numbers in both. Rules and certificates say so; scripts name both axes. */
static bool begins(const Sema *s, const Axis *a, const Axis *b)
{
  return s->rereading && a && a->size >= 0 && b->size >= 0;
}

static bool take_axis(Sema *s, Index *i, Axis *axis, Span use)
{
  IndexVar *v = variable_of(s, i);
  const Axis *old = v ? v->axis : i->axis;
  if (old == axis) return true;
  if (!v) {
    if (axis_same(old, axis) || begins(s, old, axis)) return true;
    diag_add(s->diags, use, MSG_INDEX_AXIS, i->name->text, axis_text(s, old), span_text(s, use), axis_text(s, axis));
    return false;
  }
  if (!old || (!v->fixed && !axis_named(old) && axis_same(old, axis)) || (s->pattern && !v->declared)) {
    v->axis = axis;
    v->declared = true;
    v->told = use;
    v->teller = span_text(s, use);
    return true;
  }
  if (axis_same(old, axis) || begins(s, old, axis)) return true;
  if (v->ranged) return true;                        /* the range is checked against this axis when the binder closes */
  return disagree(s, v, old, axis, use);
}

static void remember_shift(Sema *s, IndexVar *v, const Axis *axis, int64_t shift, Span use)
{
  if (s->guard > 0 || s->pattern) return;
  ShiftUse *u = ARENA_NEW(s->arena, ShiftUse);
  *u = (ShiftUse){ .axis = axis, .shift = shift, .span = use, .next = v->shifts };
  v->shifts = u;
}

Index *index_real(Sema *s, IndexVar *v)
{
  if (v->index->axis != s->unknown_axis) return v->index;
  if (!v->real || v->real->axis != v->axis) v->real = index_new(s->pool, v->name, v->axis);
  return v->real;
}

const Expr *index_settle(Sema *s, IndexVar *v, const Expr *e)
{
  Index *real = index_real(s, v);
  if (!e || real == v->index || !expr_has_free(e, v->index)) return e;
  return expr_subst_index(s->pool, e, v->index, expr_index(s->pool, real));
}

Range index_range(Sema *s, IndexVar *v)
{
  Range r = { .lo = 1, .hi = v->axis ? (double)v->axis->size : INFINITY };
  Facts *facts = v->lo || v->hi ? facts_new(s->pool, 0, NULL) : NULL;
  const Expr *ends[] = { v->lo, v->hi };
  for (int i = 0; i < 2; i++) {
    const Expr *e = ends[i];
    if (!e) continue;
    for (IndexVar *o = s->vars; o; o = o->outer)
      if (o->axis) e = index_settle(s, o, e);
    Range x = facts_range(facts, e);
    if (i == 0) r.lo = x.lo; else r.hi = x.hi;
  }
  return r;
}

/* In a part of a derivation that is read again an index may be bound outside, within a range that the part does not show. */
static bool outer_index(Sema *s, const Expr *e)
{
  for (int k = 0; k < e->nfree && s->rereading; k++)
    if (!variable_of(s, e->free[k])) return true;
  return false;
}

bool index_use(Sema *s, const Expr *e, Axis *axis, Span use)
{
  double shift = 0;
  const Expr *i = e;
  if (e->kind == X_ADD && e->nargs == 2 && expr_number(e->arg[0], &shift) && e->arg[1]->kind == X_INDEX) i = e->arg[1];
  if (i->kind == X_INDEX) {
    if (!take_axis(s, i->u.index, axis, use)) return false;
    IndexVar *v = variable_of(s, i->u.index);
    if (shift != (double)(int64_t)shift) return diag_add(s->diags, use, MSG_INDEX_NOT_WHOLE, span_text(s, use)), false;
    if (v && (shift != 0 || v->ranged)) remember_shift(s, v, axis, (int64_t)shift, use);
    return true;
  }
  if (s->pattern || axis->size < 0 || s->guard > 0) return true;
  return subscript_use(s, &(LaterUse){ .e = e, .axis = axis, .span = use, .outer = outer_index(s, e) });
}
