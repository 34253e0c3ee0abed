/* majorize_vain.c: terms that no rule leads on from, remembered within a walk and from one walk to the next.
 *
 * The same loss is walked through in one manner after the other (derive.c), and what fails in one mostly fails in the next for the same
 * reason. So each trial learns which choices of the walk its failure hangs on: those that a decision below it was made by. In a walk that
 * made these choices alike it fails again. A trial that met a term which was under way outside of it, or the end of the work that is allowed,
 * may fail for that alone: it is remembered within the walk only.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/majorize_internal.h"
#include <limits.h>

struct Trial { int place; bool failed, clean, coordinate; unsigned uses, uses_before; int circle_before; };

typedef struct Vain { unsigned uses, choices; int nparams; Refusal refusal; struct Vain *next; } Vain;

bool walk_is_coordinate(const Walk *w, const Expr *e)
{
  const Expr *core;
  expr_split_coef(w->pool, e, &core);
  return w->coordinate == core;
}

static unsigned choices_of(const Walk *w, const Expr *e)
{
  const SurrogateGroup *g = w->group;
  return (walk_is_coordinate(w, e) ? HANGS_ON_COORDINATE : 0) | (g->strict ? HANGS_ON_STRICT : 0) | (g->apart ? HANGS_ON_APART : 0) | (g->entries ? HANGS_ON_ENTRIES : 0) | (g->convex ? HANGS_ON_CONVEX : 0) |
         (g->solver ? HANGS_ON_SOLVER : 0) | (g->kinks ? HANGS_ON_KINKS : 0) | (g->loose ? HANGS_ON_LOOSE : 0);
}

static const Vain *known_vain(const Walk *w, const Expr *e)
{
  unsigned choices = choices_of(w, e);
  for (const Vain *v = facts_note(w->facts, NOTE_VAIN, e); v; v = v->next)
    if (v->nparams == w->group->nparams && !((v->choices ^ choices) & v->uses)) return v;
  return NULL;
}

void walk_cut_off(Walk *w) { w->circle = 0; }

Trial *walk_begin_trial(Walk *w, const Expr *e, Refusal *refusal)
{
  Trial *t = map_get(&w->trials, e);
  bool coordinate = walk_is_coordinate(w, e);
  if (t && t->failed && (t->coordinate == coordinate || !(t->uses & HANGS_ON_COORDINATE))) {
    w->uses |= t->uses & ~(unsigned)HANGS_ON_COORDINATE;
    if (!t->clean) walk_cut_off(w);
    return NULL;
  }
  if (t && t->place) {
    if (t->place < w->circle) w->circle = t->place;
    return NULL;
  }
  const Vain *v = known_vain(w, e);
  if (v) {
    w->uses |= v->uses & ~(unsigned)HANGS_ON_COORDINATE;
    *refusal = v->refusal;
    return NULL;
  }
  if (!t) map_put(pool_arena(w->pool), &w->trials, e, t = ARENA_NEW(pool_arena(w->pool), Trial));
  *t = (Trial){ .place = ++w->under_way, .coordinate = coordinate, .uses_before = w->uses, .circle_before = w->circle };
  w->uses = 0;
  w->circle = INT_MAX;
  return t;
}

void walk_end_trial(Walk *w, const Expr *e, Trial *t, bool done, const Refusal *refusal)
{
  w->under_way--;
  t->uses = w->uses;
  w->uses = t->uses_before | (t->uses & ~(unsigned)HANGS_ON_COORDINATE);
  t->failed = !done;
  t->clean = w->circle >= t->place;
  if (done || t->clean || t->circle_before < w->circle) w->circle = t->circle_before;
  t->place = 0;
  if (done || !t->clean) return;
  Vain *v = ARENA_NEW(pool_arena(w->pool), Vain);
  *v = (Vain){ t->uses, choices_of(w, e), w->group->nparams, *refusal, facts_note(w->facts, NOTE_VAIN, e) };
  facts_set_note(w->facts, NOTE_VAIN, e, v);
}
