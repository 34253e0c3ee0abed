/* carry.c: see carry.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/carry.h"
#include "derive/derivation.h"
#include <string.h>

bool carry_new(Carry *c, Pool *pool, Store *store, const Stage *stage, const Block *block, int nlists, DefinitionList *const *lists)
{
  int ncoefs = block ? block->coefs.len : 0;
  c->n = ncoefs + stage->carried.len;
  c->item = arena_alloc(pool_arena(pool), ((size_t)c->n + 1) * sizeof *c->item);
  for (int i = 0; i < stage->carried.len; i++) {
    c->item[ncoefs + i].from = store_array(store, stage->carried.data[i].stat);
    c->item[ncoefs + i].to = store_array(store, stage->carried.data[i].plain);
    if (!c->item[ncoefs + i].from || !c->item[ncoefs + i].to) return false;
  }
  for (int i = 0; i < ncoefs; i++) {
    Symbol *stat = block->coefs.data[i].stat, *plain = symbol_new(pool, SYM_STAT, stat->name, stat->naxes, stat->axis);
    for (int l = 0; l < nlists; l++)
      for (int k = 0; k < lists[l]->n; k++) lists[l]->def[k].value = expr_subst_symbol(pool, lists[l]->def[k].value, stat, plain);
    c->item[i].from = store_array(store, stat);
    c->item[i].to = store_array(store, plain);
    if (!c->item[i].from || !c->item[i].to) return false;
  }
  return true;
}

void carry_run(const Carry *c)
{
  for (int i = 0; i < c->n; i++) memcpy(c->item[i].to->data, c->item[i].from->data, (size_t)array_count(c->item[i].to) * sizeof(double));
}

void carry_copy(Pool *pool, const DefinitionList *from, DefinitionList *to)
{
  *to = (DefinitionList){ .arena = pool_arena(pool) };
  for (int i = 0; i < from->n; i++) definition_add(pool, to, from->def[i].target, from->def[i].own, from->def[i].value);
}
