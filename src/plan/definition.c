/* definition.c: see definition.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/definition.h"
#include <string.h>

void definition_add(DefinitionList *list, Symbol *target, Index *const *own, const Expr *value)
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
  if (target->naxes) memcpy(d->own, own, (size_t)target->naxes * sizeof *own);
  d->value = value;
}
