/* definition.c: see definition.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/definition.h"
#include <string.h>

static Index *standard_index(Pool *pool, DefinitionList *list, const Index *like, int nth)
{
  for (int i = 0; i < list->nstandard; i++)
    if (list->standard[i]->axis == like->axis && nth-- == 0) return list->standard[i];
  if (list->nstandard == list->standard_cap) {
    int cap = list->standard_cap ? 2 * list->standard_cap : 16;
    Index **grown = ARENA_ARRAY(list->arena, Index *, cap);
    if (list->nstandard) memcpy(grown, list->standard, (size_t)list->nstandard * sizeof *grown);
    list->standard = grown;
    list->standard_cap = cap;
  }
  return list->standard[list->nstandard++] = index_new(pool, like->name, like->axis);
}

const Expr *definition_standard(Pool *pool, DefinitionList *list, int n, Index *const *own, const Expr *value, Index **standard)
{
  const Expr *to[ARRAY_MAX_AXES];
  for (int i = 0; i < n; i++) {
    int nth = 0;
    for (int k = 0; k < i; k++) nth += own[k]->axis == own[i]->axis;
    standard[i] = standard_index(pool, list, own[i], nth);
    to[i] = expr_index(pool, standard[i]);
  }
  return n ? expr_subst_indices(pool, value, n, own, to) : value;
}

void definition_add(Pool *pool, DefinitionList *list, Symbol *target, Index *const *own, const Expr *value)
{
  if (list->n == list->cap) {
    int cap = list->cap ? 2 * list->cap : 16;
    Definition *grown = ARENA_ARRAY(list->arena, Definition, cap);
    if (list->n) memcpy(grown, list->def, (size_t)list->n * sizeof *grown);
    list->def = grown;
    list->cap = cap;
  }
  Definition *d = &list->def[list->n++];
  d->target = target;
  d->value = definition_standard(pool, list, target->naxes, own, value, d->own);
}

typedef struct Search { const Expr *wanted; bool found; } Search;

static const Expr *compare(Pool *pool, const Expr *e, void *context)
{
  (void)pool;
  Search *s = context;
  s->found |= e == s->wanted;
  return e;
}

bool definition_computes(Pool *pool, DefinitionList *list, const Expr *e)
{
  Index *standard[ARRAY_MAX_AXES];
  if (e->nfree > ARRAY_MAX_AXES) return false;
  Search s = { .wanted = definition_standard(pool, list, e->nfree, e->free, e, standard) };
  for (int i = 0; i < list->n && !s.found; i++) expr_map(pool, list->def[i].value, compare, &s);
  return s.found;
}
