/* root_search.c: see root_search.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/root_search.h"
#include "base/root.h"
#include "derive/derivation.h"
#include "fit/carry.h"
#include "fit/jump_search.h"
#include <math.h>
#include <stdlib.h>

struct RootSearch {
  Runner *equation, *after;
  Array *lo, *hi, *start, *t, *value, *slope;     /* start: NULL, anywhere; slope: NULL, not known */
  Carry carry;
  Root *root;
  JumpSearch *jumps;                      /* NULL, or how the equation is solved instead */
};

static bool mentions(const DefinitionList *list, const Symbol *symbol)
{
  for (int k = 0; k < list->n; k++)
    if (expr_has_symbol(list->def[k].value, symbol)) return true;
  return false;
}

RootSearch *root_search_new(Pool *pool, const Stage *stage, Store *store, Crew *crew, DiagList *diags)
{
  const Block *b = stage->root;
  RootSearch *s = ARENA_NEW(pool_arena(pool), RootSearch);
  DefinitionList equation, after, *lists[] = { &equation, &after };
  carry_copy(pool, &stage->root_list, &equation);
  carry_copy(pool, &stage->after_root, &after);
  *s = (RootSearch){ .lo = store_array(store, stage->root_lo), .hi = store_array(store, stage->root_hi),
                     .start = stage->root_start ? store_array(store, stage->root_start) : NULL, .t = store_array(store, b->root),
                     .value = store_array(store, stage->equation), .slope = stage->equation_slope ? store_array(store, stage->equation_slope) : NULL };
  bool ok = s->lo && s->hi && s->t && s->value && (!stage->equation_slope || s->slope) && (!stage->root_start || s->start) && carry_new(&s->carry, pool, store, stage, b, 2, lists);
  s->root = ok ? calloc((size_t)array_count(s->t) + 1, sizeof *s->root) : NULL;
  if (!s->root) {
    diag_add(diags, (Span){ 0 }, MSG_FIT_MEMORY);
    return NULL;
  }
  s->equation = runner_new(pool, store, &equation, crew, NULL, diags);
  s->after = s->equation ? runner_new(pool, store, &after, crew, NULL, diags) : NULL;
  if (s->after && stage->jumps) {
    JumpEquation rest = { s->equation, s->lo, s->hi, s->t, s->value, mentions(&equation, b->root) };
    ok = (s->jumps = jump_search_new(stage->jumps, &rest, store, crew));
    if (!ok) diag_add(diags, (Span){ 0 }, MSG_FIT_MEMORY);
  }
  if (s->after && ok) return s;
  root_search_free(s);
  return NULL;
}

void root_search_free(RootSearch *s)
{
  if (!s) return;
  runner_free(s->equation);
  runner_free(s->after);
  free(s->root);
  jump_search_free(s->jumps);
}

bool root_search_run(RootSearch *s, char **fault)
{
  int64_t n = array_count(s->t), left = n;
  carry_run(&s->carry);
  if (s->jumps) return jump_search_run(s->jumps, fault) && runner_run(s->after, fault);
  for (int64_t i = 0; i < n; i++) root_start(&s->root[i], s->lo->data[i], s->hi->data[i], s->start ? s->start->data[i] : NAN);
  for (int step = 0; step <= ROOT_STEPS && left > 0; step++) {
    left = 0;
    for (int64_t i = 0; i < n; i++) {
      if (step && !s->root[i].done) root_step(&s->root[i], s->value->data[i], s->slope ? s->slope->data[i] : NAN);
      s->t->data[i] = s->root[i].t;
      left += !s->root[i].done;
    }
    if (left > 0 && !runner_run(s->equation, fault)) return false;
  }
  return runner_run(s->after, fault);
}
