/* reread.c: printed expressions read again; see reread.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "sema/reread.h"
#include "sema/internal.h"
#include "syntax/parse.h"

struct Reread { Sema *sema; Scope *scope; };

Reread *reread_new(Sema *s, Reread *outer)
{
  Reread *r = ARENA_NEW(s->arena, Reread);
  *r = (Reread){ s, scope_new(s, outer ? outer->scope : NULL) };
  return r;
}

void reread_axis(Reread *r, const Name *name, Axis *axis)
{
  AxisEntry *a = ARENA_NEW(r->sema->arena, AxisEntry);
  *a = (AxisEntry){ .axis = axis, .alias = name, .next = r->scope->axes };
  r->scope->axes = a;
}

static Binding *bind(Reread *r, const Name *name, BindKind kind)
{
  Scope *here = r->sema->scope;
  r->sema->scope = r->scope;
  Binding *b = scope_bind(r->sema, name, kind, (Span){ 0 });
  r->sema->scope = here;
  return b;
}

void reread_symbol(Reread *r, const Name *name, Symbol *symbol) { bind(r, name, BIND_SYMBOL)->sym = symbol; }

void reread_index(Reread *r, Index *index)
{
  bind(r, index->name, BIND_VALUE)->value = value_scalar(expr_index(r->sema->pool, index), (Span){ 0 });
}

Index *reread_find_index(Reread *r, const Name *name)
{
  const Binding *b = scope_find(r->scope, name);
  bool index = b && b->kind == BIND_VALUE && b->value.e->kind == X_INDEX;
  return index ? b->value.e->u.index : NULL;
}

const Expr *reread(Reread *r, const char *what, const char *text)
{
  Sema *s = r->sema;
  int errors = s->diags->errors;
  const Source *source = source_from_text(s->arena, what, ".", text, strlen(text));
  const Node *block = parse_source(s->arena, source, s->diags);
  if (!block || s->diags->errors > errors) return NULL;
  if (block->nkids != 1 || block->kid[0]->kind != NODE_EXPR) {
    diag_add(s->diags, (Span){ source, 0, (int)source->len }, MSG_NOT_A_NUMBER, what);
    return NULL;
  }
  Scope *here = s->scope;
  bool before = s->rereading;
  const Expr *e = NULL;
  s->scope = r->scope;
  s->rereading = true;
  bool ok = elab_scalar(s, block->kid[0]->kid[0], &e);
  sema_run_checks(s);
  s->rereading = before;
  s->scope = here;
  return ok && s->diags->errors == errors ? e : NULL;
}
