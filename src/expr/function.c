/* function.c: the table of the library's functions. The constructors need to know four of them; they are noticed by name
 * as they enter. SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/internal.h"
#include <math.h>
#include <string.h>

Function *function_new(Pool *pool, const Name *name, int nargs)
{
  Function *fn = ARENA_NEW(pool->arena, Function);
  fn->name = name;
  fn->id = pool->functions.len;
  fn->nargs = nargs;
  fn->domain_lo = fn->range_lo = -INFINITY;
  fn->domain_hi = fn->range_hi = INFINITY;
  fn->curvature_hi = INFINITY;
  fn->curvature_lo = -INFINITY;
  vec_push(pool->arena, &pool->functions, fn);
  const struct { const char *name; const Function **place; } known[] = {
    { "log", &pool->log }, { "exp", &pool->exp }, { "abs", &pool->abs }, { "sqrt", &pool->sqrt }
  };
  for (size_t k = 0; k < sizeof known / sizeof *known; k++)
    if (!*known[k].place && !strcmp(name->text, known[k].name)) *known[k].place = fn;
  return fn;
}

const Function *function_find(Pool *pool, const char *name)
{
  for (int k = 0; k < pool->functions.len; k++) if (!strcmp(pool->functions.data[k]->name->text, name)) return pool->functions.data[k];
  return NULL;
}

typedef struct HoleBinding { const Function *fn; const Expr *const *arg; } HoleBinding;

static const Expr *fill_hole(Pool *pool, const Expr *x, void *context)
{
  const HoleBinding *b = context;
  (void)pool;
  if (x->kind == X_HOLE) for (int k = 0; k < b->fn->nargs; k++) if (b->fn->arg[k] == x->u.name) return b->arg[k];
  return x;
}

const Expr *function_put(Pool *pool, const Function *fn, const Expr *in_holes, const Expr *const *arg)
{
  HoleBinding b = { fn, arg };
  return expr_map(pool, in_holes, fill_hole, &b);
}

int function_count(Pool *pool) { return pool->functions.len; }
const Function *function_at(Pool *pool, int k) { return pool->functions.data[k]; }
