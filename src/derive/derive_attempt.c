/* derive_attempt.c: the loss majorized in some parameters, and their updates; see derive_internal.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/derive_internal.h"
#include "derive/inner_solver.h"
#include "derive/joint_quadratic.h"
#include "derive/majorize.h"
#include "derive/minimize.h"
#include "derive/profile.h"
#include "rules/rules_internal.h"
#include "derive/whole.h"
#include "expr/kinks.h"
#include <string.h>

bool derive_is_bounded(const SurrogateGroup *g)
{
  for (int i = 0; i < g->steps.len; i++)
    if (!g->steps.data[i].rule->exact) return true;
  return false;
}

/* does a bound split a sum, by weights of its terms, as Jensen's inequality does? */
static bool is_split(const SurrogateGroup *g)
{
  for (int i = 0; i < g->steps.len; i++)
    for (int k = 0; k < g->steps.data[i].rule->weights.len; k++)
      if (!g->steps.data[i].rule->exact && g->steps.data[i].rule->weights.data[k].nargs > 0) return true;
  return false;
}

bool derive_has_kink(const Attempt *a)
{
  const Loss *loss = a->d->loss;
  Symbol **all = ARENA_ARRAY(pool_arena(a->pool), Symbol *, loss->nparams);
  for (int i = 0; i < loss->nparams; i++) all[i] = loss->param[i].sym;
  return expr_has_kink(a->pool, loss->value, loss->nparams, all);
}

/* does one solver lower all blocks together? */
static bool is_one_solver(const Block *block, int n)
{
  for (int i = 0; i < n; i++)
    if (block[i].update != UPDATE_INNER_SOLVER || block[i].solve != block[0].solve || (n > 1 && !block[i].solve)) return false;
  return true;
}

/* Those without a row get an inner solver. It must be worth it, where no proof is asked for: a damped step on the loss itself costs
 * about as much and converges faster. It is where bounds split a sum, so that unknowns which meet in the loss do not in the surrogate,
 * where the loss itself is convex and nothing takes turns, and where one solver serves all and the loss has kinks that the bounds
 * take away, or is a difference of convex functions by its simple terms. */
static bool add_inner_solvers(Attempt *a, SurrogateGroup *g, Block *block, const bool *left, int n)
{
  bool turns = false;
  Refusal r = { .term = g->surrogate, .by_row = true, .tried = rules_minimizers(a->rules)->len };
  bool found = inner_solver_blocks(a->d->facts, a->pool, g, block, left, n, &turns, &r.condition);
  if (found && (a->loose || g->replay || g->whole || is_split(g) || (!turns && !derive_is_bounded(g)))) return true;
  if (found && is_one_solver(block, n) && (g->split_off || derive_has_kink(a))) return true;
  if (found) r.condition = "a bound that takes unknowns apart: without one, a step on the loss itself is faster";
  vec_push(pool_arena(a->pool), &a->d->refusals, r);
  return false;
}

/* the second unknowns of rows in two get their updates from these; was there any? */
static bool take_seconds(Block *block, bool *left, bool *pure, int n)
{
  bool any = false;
  for (int i = 0; i < n; i++)
    for (int k = 0; k < n; k++) {
      if (left[i] || !left[k] || !block[i].second || block[i].second->param != block[k].param) continue;
      Symbol *mask = block[k].free;
      block[k] = *block[i].second;
      block[k].free = mask;
      left[k] = pure[k] = false;
      any = true;
    }
  return any;
}

bool derive_attempt(Attempt *a, int n, Symbol *const *param, Manner manner, const Replay *replay, SurrogateGroup *g)
{
  Arena *arena = pool_arena(a->pool);
  memset(g, 0, sizeof *g);
  g->nparams = n;
  g->param = arena_copy(arena, param, (size_t)n * sizeof *param);
  g->loss = a->d->loss->value;
  g->strict = manner.strict;
  g->apart = manner.apart;
  g->entries = manner.entries;
  g->convex = manner.convex;
  g->kinks = manner.kinks;
  g->solver = manner.solver;
  g->loose = a->loose;
  g->note = a->note;
  g->descent = a->descent;
  g->replay = replay;
  const Expr *begin = a->whole || manner.whole ? whole_apply(a->pool, a->rules, g, a->d->loss, a->options->use_rule) : g->loss;
  g->whole = g->steps.len > 0;
  if (g->whole && !whole_keeps(g)) g->surrogate = begin;    /* nothing of the loss is left to bound */
  else g->surrogate = begin ? majorize(a->pool, a->rules, g, begin, a->options->use_rule, a->d) : NULL;
  if (!g->surrogate) return false;
  Facts *facts = facts_beside(a->d->facts, n, param);
  Block *block = ARENA_ARRAY(arena, Block, n);
  bool pure[LOSS_MAX_PARAMS], left[LOSS_MAX_PARAMS], hopeless[LOSS_MAX_PARAMS] = { false }, any_left = false, given_up = false;
  Refusal refused = { 0 };
  for (int i = 0; i < n; i++) {
    Collected c;
    Refusal r = { .term = g->surrogate, .by_row = true, .tried = rules_minimizers(a->rules)->len };
    Symbol *mask = derive_free_entries(a->pool, a->d->loss, param[i]);
    bool collected = collect(a->pool, a->rules, facts, param[i], g->surrogate, &c);
    if (collected && mask && c.quadratic) derive_hold_fixed(a->pool, &c, mask);
    c.free = mask;
    c.part_held = mask && derive_holds_part(mask->value, param[i]->domain.axes | c.slice | c.spectral);
    left[i] = !collected ||
        !minimize_block(a->pool, a->rules, facts, &c, a->options->use_rule, &block[i], &r.nearest_row, &r.condition);
    if (left[i] && (!g->solver || param[i]->domain.kind == DOMAIN_LABEL || (mask && param[i]->domain.axes))) {
      if (c.failed) r.condition = c.failed;
      refused = r;
      hopeless[i] = given_up = true;
      if (!g->pairs) break;                                 /* else another's row may serve it, too */
    }
    any_left |= left[i];
    block[i].param = param[i];
    block[i].free = mask;
    memcpy(block[i].own, c.own, sizeof c.own);
    pure[i] = !mask && !left[i] && is_pure_quadratic(a->pool, a->rules, &c, &block[i]);
  }
  if (g->pairs && take_seconds(block, left, pure, n)) {
    any_left = given_up = false;
    for (int i = 0; i < n; i++) {
      any_left |= left[i];
      given_up |= left[i] && hopeless[i];
    }
  }
  if (given_up) {
    vec_push(arena, &a->d->refusals, refused);
    return false;
  }
  join_quadratics(a->pool, facts, g, block, pure, n);
  if (any_left && n > 1 && surrogate_type(g) != 'D') {
    profile_left(a->pool, a->rules, g, block, left, n, a->options->use_rule, a->d);
    any_left = false;
    for (int i = 0; i < n; i++) any_left |= left[i];
  }
  if (any_left && !add_inner_solvers(a, g, block, left, n)) return false;
  for (int i = 0; i < n; i++) block[i].majorizer &= surrogate_is_proved(g);
  if (surrogate_is_proved(g)) profile_blocks(a->pool, a->rules, g, block, n, a->options->use_rule, a->d);
  derive_order_blocks(a->pool, a->d->loss, g, block, n);
  return true;
}

bool derive_replay(Derivation *d, int n, Symbol *const *param, Manner manner, const Replay *replay, SurrogateGroup *g)
{
  const DeriveOptions options = { .method = "auto", .use_rule = d->use_rule };
  Attempt a = { .pool = d->pool, .rules = d->rules, .d = d, .options = &options, .descent = manner.descent };
  return derive_attempt(&a, n, param, manner, replay, g);
}
