/* scope.c: names and where they are visible; the nearest name for a mistyped one.
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

/* words that other programs have */
static bool hint_at_word(Sema *s, Diag *d, const Name *name, bool called)
{
  static const char *const missing[] = { "nan", "na", "null", "none", "missing" };
  for (size_t i = 0; i < sizeof missing / sizeof *missing; i++)
    if (!strcasecmp(name->text, missing[i])) {
      diag_hint(s->diags, d, "there are no missing values: leave the entry out of the sum, by a weight of 0 or a condition, and write a number in its place");
      return true;
    }
  static const struct { const char *name, *hint; } elsewhere[] = {
#define ELSEWHERE(name, hint) { name, hint },
#include "sema/elsewhere.def"
#undef ELSEWHERE
  };
  size_t length = strlen(name->text);
  for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++)
    if (!strncmp(name->text, elsewhere[i].name, length) && !strcmp(elsewhere[i].name + length, called && elsewhere[i].name[length] ? "(" : "")) {
      diag_hint(s->diags, d, "%s", elsewhere[i].hint);
      return true;
    }
  for (int i = 0; s->source && s->source(i); i++)
    if (!strcmp(name->text, s->source(i))) {
      diag_hint(s->diags, d, "a file is read by a declaration of its own: data y[N] = %s(\"…\")", name->text);
      return true;
    }
  return false;
}

void sema_set_sources(Sema *s, const char *(*source)(int)) { s->source = source; }

void sema_unknown(Sema *s, Span span, const Name *name, const char *what)
{
  VEC(const Name *) seen = {0};
  for (const Scope *scope = s->scope; scope; scope = scope->outer) {
    for (const Binding *b = scope->first; b; b = b->next) vec_push(s->arena, &seen, b->name);
    for (const AxisEntry *a = scope->axes; a; a = a->next) vec_push(s->arena, &seen, a->alias ? a->alias : a->axis->name);
  }
  for (const Binding *b = s->library->first; b; b = b->next) vec_push(s->arena, &seen, b->name);
  for (int i = 0; i < builtin_count; i++) vec_push(s->arena, &seen, name_of(builtin_table[i].name));
  for (int i = 0; i < function_count(s->pool); i++) vec_push(s->arena, &seen, function_at(s->pool, i)->name);
  Diag *d = diag_add(s->diags, span, MSG_UNKNOWN, what, name->text);
  const char *behind = span.source ? span.source->text + span.end : "";
  while (*behind == ' ') behind++;
  if (hint_at_word(s, d, name, *behind == '(')) return;
  if (!strncmp(behind, "<-", 2)) {
    diag_hint(s->diags, d, "a value is named with 'let': let %s = …", name->text);
    return;
  }
  const Name *near = name_nearest(name, seen.data, seen.len);
  if (near) diag_hint(s->diags, d, "did you mean '%s'?", near->text);
  for (const Scope *scope = s->scope; scope; scope = scope->outer)
    for (const Binding *b = scope->first; b; b = b->next)
      if (b->kind == BIND_RESULT && scope_find_here(b->fields, name)) {
        diag_hint(s->diags, d, "the result of the fit has it: %s.%s", b->name->text, name->text);
        return;
      }
  for (int i = 0; i < s->closed.len; i++)
    if (s->closed.data[i] == name) {
      diag_hint(s->diags, d, "the body of a binder ends at a + or - of its own level: put it in brackets, sum{%s} (…)", name->text);
      break;
    }
}
