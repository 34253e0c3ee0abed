/* scope.c: names and where they are visible.
 *
 * Current scope first, outward to the session's, then functions and builtins (elab_name.c), then the library's densities:
 * a script's own name takes the place of a library name. A library body sees library names only.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/stdlib_path.h"
#include "sema/internal.h"
#include "syntax/parse.h"

Scope *scope_new(Sema *s, Scope *outer)
{
  Scope *scope = ARENA_NEW(s->arena, Scope);
  scope->outer = outer;
  return scope;
}

Binding *scope_find_here(Scope *scope, const Name *name)
{
  for (Binding *b = scope->first; b; b = b->next)
    if (b->name == name) return b;
  return NULL;
}

Binding *scope_find(Scope *scope, const Name *name)
{
  for (; scope; scope = scope->outer) {
    Binding *b = scope_find_here(scope, name);
    if (b) return b;
  }
  return NULL;
}

static void forget(Scope *scope, const Name *name)
{
  for (Binding **p = &scope->first; *p; p = &(*p)->next) {
    if ((*p)->name != name) continue;
    Param *old = (*p)->param;
    *p = (*p)->next;
    for (int i = 0, n = scope->params.len; old && i < n; i++) {
      if (scope->params.data[i] != old) continue;
      memmove(scope->params.data + i, scope->params.data + i + 1, (size_t)(n - i - 1) * sizeof *scope->params.data);
      scope->params.len--;
      break;
    }
    return;
  }
}

Binding *scope_bind(Sema *s, const Name *name, BindKind kind, Span span)
{
  forget(s->scope, name);
  Binding *b = ARENA_NEW(s->arena, Binding);
  b->name = name;
  b->kind = kind;
  b->span = span;
  b->next = s->scope->first;
  s->scope->first = b;
  return b;
}

bool sema_knows(const Sema *s, const Name *name) { return scope_find(s->scope, name) != NULL; }

bool sema_is_param(const Sema *s, const Name *name)
{
  const Binding *b = scope_find(s->scope, name);
  return b && b->param;
}

Binding *sema_find(Sema *s, const Name *name)
{
  Binding *b = scope_find(s->scope, name);
  if (b || s->pattern) return b;
  if (builtin_find(name) || function_find(s->pool, name->text)) return NULL;
  if (!sema_load_densities(s)) return NULL;
  return scope_find_here(s->library, name);
}

bool sema_load_densities(Sema *s)
{
  if (s->densities_loaded) return true;
  s->densities_loaded = true;
  const char *path = stdlib_file(s->arena, "densities.em");
  char *error = NULL;
  Source *source = source_from_file(s->arena, path, &error);
  if (!source) return diag_add(s->diags, (Span){0}, MSG_FILE_READ, path, error), false;
  const Node *file = parse_source(s->arena, source, s->diags);
  if (!file) return false;
  for (int i = 0; i < file->nkids; i++)
    if (file->kid[i]->kind == NODE_FN && !fn_declare(s, file->kid[i], s->library)) return false;
  return true;
}

void sema_set_sources(Sema *s, const char *(*source)(int)) { s->source = source; }
