/* label_turns.c: see label_turns.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/label_turns.h"
#include "derive/derivation.h"
#include <string.h>

struct LabelTurns {
  Runner *runner;
  int naxes;
  Array *touch, *now, *label, *at[ARRAY_MAX_AXES];
  const Array *free;                      /* 1 where an entry may change; NULL: all may */
};

LabelTurns *label_turns_new(Pool *pool, const Stage *stage, Store *store, Crew *crew, DiagList *diags)
{
  LabelTurns *t = ARENA_NEW(pool_arena(pool), LabelTurns);
  const Block *b = stage->turns;
  *t = (LabelTurns){ .naxes = b->param->naxes, .touch = store_array(store, symbol_touch(pool, b->param)), .now = store_array(store, b->param),
                     .label = store_array(store, stage->turn_label), .free = b->free ? b->free->value : NULL };
  bool ok = t->touch && t->now && t->label;
  for (int a = 0; a < t->naxes && ok; a++) {
    ok = (t->at[a] = store_array(store, stage->turn_at[a]));
    if (ok) t->at[a]->data[0] = 1;
  }
  if (!ok) diag_add(diags, (Span){ 0 }, MSG_FIT_MEMORY);
  t->runner = ok ? runner_new(pool, store, &stage->turn_list, crew, NULL, diags) : NULL;
  return t->runner ? t : NULL;
}

void label_turns_free(LabelTurns *t)
{
  if (t) runner_free(t->runner);
}

bool label_turns_run(LabelTurns *t, char **fault)
{
  int64_t n = array_count(t->now);
  memcpy(t->now->data, t->touch->data, (size_t)n * sizeof *t->now->data);
  for (int64_t i = 0; i < n; i++) {
    if (t->free && t->free->data[i] == 0) continue;
    int64_t rest = i;
    for (int a = t->naxes - 1; a >= 0; a--) {
      t->at[a]->data[0] = (double)(rest % t->now->size[a] + 1);
      rest /= t->now->size[a];
    }
    if (!runner_run(t->runner, fault)) return false;
    t->now->data[i] = t->label->data[0];
  }
  return true;
}
