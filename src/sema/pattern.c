/* pattern.c: expressions of rule files; see pattern.h.
 *
 * The elaborator runs with s->pattern set and a scope that holds the rule's unknowns only.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "sema/internal.h"

PatternScope *pattern_scope_new(Sema *s)
{
  PatternScope *p = ARENA_NEW(s->arena, PatternScope);
  p->scope = scope_new(s, NULL);
  return p;
}

typedef struct Saved { Scope *scope; PatternScope *pattern; } Saved;

static Saved enter(Sema *s, PatternScope *p)
{
  Saved old = { s->scope, s->pattern };
  s->scope = p->scope;
  s->pattern = p;
  return old;
}

static void leave(Sema *s, Saved old)
{
  s->scope = old.scope;
  s->pattern = old.pattern;
}

static Axis *named_axis(Sema *s, PatternScope *p, const Name *name)
{
  for (AxisEntry *e = p->scope->axes; e; e = e->next)
    if (e->axis->name == name) return e->axis;
  AxisEntry *e = ARENA_NEW(s->arena, AxisEntry);
  e->axis = axis_new(s->pool, name, -1);
  e->next = p->scope->axes;
  p->scope->axes = e;
  return e->axis;
}

Axis *pattern_axis(Sema *s, const Name *name) { return named_axis(s, s->pattern, name); }

Symbol *pattern_declare(Sema *s, PatternScope *p, const Node *n)
{
  Axis *axis[ARRAY_MAX_AXES] = { 0 };
  const Node *axes = n->kid[0];
  int naxes = axes ? axes->nkids : 0;
  if (naxes > ARRAY_MAX_AXES) return diag_add(s->diags, axes->span, MSG_TOO_MANY_AXES, ARRAY_MAX_AXES), NULL;
  for (int i = 0; i < naxes; i++) {
    if (axes->kid[i]->kind != NODE_NAME) return diag_add(s->diags, axes->kid[i]->span, MSG_NOT_AN_AXIS, span_text(s, axes->kid[i]->span)), NULL;
    axis[i] = named_axis(s, p, axes->kid[i]->name);
  }
  Symbol *sym = symbol_new(s->pool, SYM_ATOM, n->name, naxes, axis);
  sym->bar = axes && axes->bar > 0 ? axes->bar : -1;
  Saved old = enter(s, p);
  bool ok = domain_of(s, n->kid[1], naxes, axis, sym->bar, &sym->domain);
  if (ok) scope_bind(s, n->name, BIND_SYMBOL, n->at)->sym = sym;
  leave(s, old);
  return ok ? sym : NULL;
}

IndexVar *pattern_variable(Sema *s, const Name *name, Span span)
{
  for (IndexVar *v = s->pattern->vars; v; v = v->outer)
    if (v->name == name) return v;
  IndexVar *v = index_var_new(s, name, span);
  v->outer = s->pattern->vars;
  return s->pattern->vars = v;
}

Axis *pattern_variable_axis(Sema *s, const Name *name)
{
  for (IndexVar *v = s->pattern->vars; v; v = v->outer)
    if (v->name == name) {
      if (!v->axis) v->axis = axis_new(s->pool, name, -1);
      return v->axis;
    }
  IndexVar *v = pattern_variable(s, name, (Span){0});
  return v->axis = axis_new(s->pool, name, -1);
}

void pattern_tell_axis(Sema *s, const Name *name, Axis *axis)
{
  IndexVar *v = pattern_variable(s, name, (Span){0});
  if (v->declared) return;
  v->axis = axis;
  v->declared = true;
}

Axis *pattern_matrix_axis(Sema *s, const Name *hole, Axis *otherwise, bool make)
{
  for (int i = 0; i < s->pattern->matrices.len; i++)
    if (s->pattern->matrices.data[i].name == hole) return s->pattern->matrices.data[i].axis;
  if (!make && !otherwise) return NULL;
  MatrixHole m = { hole, otherwise ? otherwise : axis_new(s->pool, name_of("D"), -1) };
  vec_push(s->arena, &s->pattern->matrices, m);
  return m.axis;
}

const Expr *sema_pattern(Sema *s, const Node *n, PatternScope *p)
{
  Saved old = enter(s, p);
  const Expr *e = NULL;
  if (!elab_scalar(s, n, &e)) e = NULL;
  for (IndexVar *v = p->vars; e && v; v = v->outer) {
    if (!expr_has_free(e, v->index)) continue;
    if (!v->axis) v->axis = axis_new(s->pool, v->name, -1);
    e = index_settle(s, v, e);
  }
  leave(s, old);
  return e;
}

Index *pattern_index(Sema *s, PatternScope *p, const Name *name)
{
  Saved old = enter(s, p);
  IndexVar *v = pattern_variable(s, name, (Span){0});
  if (!v->axis) v->axis = axis_new(s->pool, name, -1);
  leave(s, old);
  return index_real(s, v);
}

Symbol *pattern_subject(Sema *s, PatternScope *p, const Node *subject, Index **own)
{
  const Node *name = subject->kind == NODE_INDEX ? subject->kid[0] : subject;
  Binding *b = name->kind == NODE_NAME ? scope_find_here(p->scope, name->name) : NULL;
  int n = subject->kind == NODE_INDEX ? subject->nkids - 1 : 0;
  if (!b || b->kind != BIND_SYMBOL) return sema_unknown(s, subject->span, name->kind == NODE_NAME ? name->name : name_of("?"), "unknown"), NULL;
  if (n != b->sym->naxes) return diag_add(s->diags, subject->span, MSG_TOO_MANY_SUBSCRIPTS, b->name->text, b->sym->naxes, b->sym->naxes == 1 ? "is" : "es", n), NULL;
  Saved old = enter(s, p);
  for (int i = 0; i < n; i++) {
    const Node *k = subject->kid[i + 1];
    if (k->kind != NODE_NAME) {
      diag_add(s->diags, k->span, MSG_NOT_AN_INDEX, span_text(s, k->span));
      leave(s, old);
      return NULL;
    }
    IndexVar *v = pattern_variable(s, k->name, k->span);
    if (v->axis != b->sym->axis[i]) { v->axis = b->sym->axis[i]; v->declared = true; }
    own[i] = index_real(s, v);
  }
  leave(s, old);
  return b->sym;
}
