/* derive_fixed.c: entries that the user fixed; see derive_internal.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/derive_internal.h"
#include "expr/slices.h"
#include <math.h>

Symbol *derive_free_entries(Pool *pool, const Loss *loss, const Symbol *p)
{
  const Array *fixed = NULL;
  for (int i = 0; i < loss->nparams; i++)
    if (loss->param[i].sym == p) fixed = loss->param[i].fixed;
  if (!fixed) return NULL;
  Arena *arena = pool_arena(pool);
  Array *mask = ARENA_NEW(arena, Array);                   /* lives as long as the derivation; its one reference is never given back */
  *mask = *fixed;
  mask->refs = 1;
  mask->data = (double *)(((uintptr_t)arena_alloc(arena, (size_t)array_count(fixed) * sizeof *mask->data + 64) + 63) & ~(uintptr_t)63);
  for (int64_t k = 0; k < array_count(mask); k++) mask->data[k] = isnan(fixed->data[k]) ? 1 : 0;
  Symbol *s = symbol_new(pool, SYM_LET, name_of(arena_printf(arena, "free_%s", p->name->text)), p->naxes, p->axis);
  s->value = mask;
  s->least = 0;
  s->greatest = 1;
  s->integer = s->range_known = true;
  return s;
}

bool derive_holds_part(const Array *mask, unsigned axes)
{
  Slices s = slices_of(mask, axes);
  for (int64_t k = 0; axes && k < s.nslices; k++) {
    double sum = 0;
    for (int64_t i = 0; i < s.length; i++) sum += mask->data[slices_begin(&s, k) + slices_at(&s, i)];
    if (sum > 0 && sum < (double)s.length) return true;
  }
  return false;
}

void derive_hold_fixed(Pool *pool, Collected *c, Symbol *mask)
{
  const Expr *own[ARRAY_MAX_AXES], *other[ARRAY_MAX_AXES], *same = expr_num(pool, 1);
  for (int a = 0; a < c->param->naxes; a++) {
    own[a] = other[a] = expr_index(pool, c->own[a]);
    if (!(c->dense >> a & 1)) continue;
    other[a] = expr_index(pool, c->other[a]);
    same = expr_mul(pool, same, expr_cmp(pool, C_EQ, own[a], other[a]));
  }
  const Expr *m = expr_access(pool, mask, own), *n = expr_access(pool, mask, other);
  const Expr *identity = expr_mul(pool, same, expr_sub(pool, expr_num(pool, 1), m));
  c->H = expr_add(pool, expr_mul(pool, expr_mul(pool, m, n), c->H), identity);
  c->g = expr_mul(pool, m, c->g);
}
