/* range_list.c: see range_list.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/range_list.h"
#include "base/map.h"
#include "expr/facts_internal.h"

enum { ARGUMENTS_MOST = 64 };

typedef struct Operation { const Expr *e; int symbol, extreme; bool number; const int *arg; } Operation;      /* symbol: -1, or which one it is */

struct RangeList {
  Pool *pool;
  Facts *facts;
  int nsymbols; Symbol *const *symbol;
  Map at;                                 /* node -> its place, counted from 1 */
  VEC(Operation) list;
  Range *value;
  int nroots; const int *root;
};

static int place_of(RangeList *l, const Expr *e)
{
  Arena *arena = pool_arena(l->pool);
  intptr_t known = (intptr_t)map_get(&l->at, e);
  if (known) return (int)known - 1;
  Operation o = { e, -1, e->kind == X_IF ? facts_if_extreme(l->facts, e) : 0, e->kind == X_NUM, NULL };
  bool operation = e->kind == X_NUM || e->kind == X_ADD || e->kind == X_MUL || e->kind == X_POW || e->kind == X_CALL || e->kind == X_CMP || e->kind == X_IF;
  for (int i = 0; e->kind == X_ACCESS && e->nargs == 0 && i < l->nsymbols; i++)
    if (l->symbol[i] == e->u.sym) o.symbol = i;
  if ((!operation && o.symbol < 0) || e->nargs > ARGUMENTS_MOST) return -1;
  int *arg = ARENA_ARRAY(arena, int, e->nargs + 1);
  for (int i = 0; i < e->nargs; i++)
    if ((arg[i] = place_of(l, e->arg[i])) < 0) return -1;
  o.arg = arg;
  vec_push(arena, &l->list, o);
  map_put(arena, &l->at, e, (void *)(intptr_t)l->list.len);
  return l->list.len - 1;
}

RangeList *range_list_new(Pool *pool, int nsymbols, Symbol *const *symbol, int nroots, const Expr *const *root)
{
  RangeList *l = ARENA_NEW(pool_arena(pool), RangeList);
  *l = (RangeList){ .pool = pool, .facts = facts_new(pool, 0, NULL), .nsymbols = nsymbols, .symbol = symbol, .nroots = nroots };
  int *place = ARENA_ARRAY(pool_arena(pool), int, nroots + 1);
  for (int i = 0; i < nroots; i++)
    if ((place[i] = place_of(l, root[i])) < 0) return NULL;
  l->root = place;
  l->value = ARENA_ARRAY(pool_arena(pool), Range, l->list.len + 1);
  for (int i = 0; i < l->list.len; i++)
    if (l->list.data[i].number) range_of_operation(l->list.data[i].e, NULL, 0, &l->value[i]);
  return l;
}

void range_list_run(RangeList *l, const Range *symbol, Range *root)
{
  Range arg[ARGUMENTS_MOST] = { range_all };
  for (int i = 0; i < l->list.len; i++) {
    const Operation *o = &l->list.data[i];
    if (o->number) continue;
    if (o->symbol >= 0) { l->value[i] = symbol[o->symbol]; continue; }
    for (int k = 0; k < o->e->nargs; k++) arg[k] = l->value[o->arg[k]];
    range_of_operation(o->e, arg, o->extreme, &l->value[i]);
  }
  for (int i = 0; i < l->nroots; i++) root[i] = l->value[l->root[i]];
}

int range_list_length(const RangeList *l) { return l->list.len; }
