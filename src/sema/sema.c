/* sema.c: the state of a session's meaning: making it, ending it, the doors to the elaborator.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/stdlib_path.h"
#include "sema/functions.h"
#include "sema/internal.h"

Sema *sema_new(Pool *pool, DiagList *diags)
{
  Arena *arena = pool_arena(pool);
  Sema *s = ARENA_NEW(arena, Sema);
  s->pool = pool;
  s->arena = arena;
  s->diags = diags;
  s->unknown_axis = axis_new(pool, NULL, -1);
  s->library = scope_new(s, NULL);
  s->global = s->scope = scope_new(s, NULL);
  functions_load(s, stdlib_file(arena, "functions.em"));
  return s;
}

void sema_free(Sema *s)
{
  if (!s) return;
  for (int i = 0; i < s->symbols.len; i++) {
    array_unref(s->symbols.data[i]->value);
    s->symbols.data[i]->value = NULL;
  }
  for (int i = 0; i < s->fixed.len; i++) {
    array_unref(s->fixed.data[i]->fixed);
    s->fixed.data[i]->fixed = NULL;
  }
}

/* what belonged to one statement only */
void sema_run_checks(Sema *s)
{
  ArgumentCheck *c = s->checks;
  s->checks = NULL;
  s->closed.len = 0;
  for (; c; c = c->next) argument_check(s, c);
}

void sema_set_evaluate(Sema *s, SemaEvaluate evaluate, void *context)
{
  s->evaluate = evaluate;
  s->evaluate_context = context;
}

Value sema_value(Sema *s, const Node *n)
{
  int errors = s->diags->errors;
  s->closed.len = 0;
  Value v = elab(s, n);
  sema_run_checks(s);
  return s->diags->errors > errors ? value_bad(n->span) : v;
}

void sema_set_weights(Sema *s, int n, Symbol *const *weight)
{
  s->nweights = n;
  s->weight = n ? arena_copy(s->arena, weight, (size_t)n * sizeof *weight) : NULL;
}

void sema_set_errors(Sema *s, SemaErrors errors, void *context)
{
  s->errors = errors;
  s->errors_context = context;
}

static NameKind kind_of(const Binding *b)
{
  switch (b->kind) {
  case BIND_SYMBOL: return b->param ? NAME_PARAM : b->sym->kind == SYM_DATA ? NAME_DATA : NAME_LET;
  case BIND_FN: return NAME_FN;
  case BIND_MODEL: return NAME_MODEL;
  case BIND_RESULT: return NAME_RESULT;
  default: return NAME_LET;
  }
}

void sema_names(Sema *s, void (*see)(void *, const Name *, NameKind, const char *), void *context)
{
  for (const Scope *scope = s->scope; scope; scope = scope->outer)
    for (const Binding *b = scope->first; b; b = b->next) see(context, b->name, kind_of(b), NULL);
  for (int i = 0; i < builtin_count; i++) see(context, name_of(builtin_table[i].name), NAME_BUILTIN, builtin_table[i].doc);
  for (int i = 0; binder_word_at(i); i++)
    if (!builtin_find(name_of(binder_word_at(i)))) see(context, name_of(binder_word_at(i)), NAME_BUILTIN, NULL);
  for (int i = 0; i < function_count(s->pool); i++) see(context, function_at(s->pool, i)->name, NAME_FUNCTION, NULL);
  if (!sema_load_densities(s)) return;
  for (const Binding *b = s->library->first; b; b = b->next) see(context, b->name, NAME_DENSITY, NULL);
}
