/* derive_attempt.c: the loss majorized in some parameters, and their updates; see derive_internal.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/derive_internal.h"
#include "derive/inner_solver.h"
#include "derive/joint_quadratic.h"
#include "derive/majorize.h"
#include "derive/minimize.h"
#include "derive/profile.h"
#include "derive/whole.h"
#include "expr/kinks.h"
#include "rules/rules_internal.h"
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
  bool found = true;
  for (int i = 0; i < n && found; i++) found = !left[i] || !domain_lacks_coordinates(&block[i].param->domain);
  if (!found) r.condition = "coordinates for a step: the domain has none";
  found = found && inner_solver_blocks(a->d->facts, a->pool, g, block, left, n, &turns, &r.condition);
  if (found && (a->loose || g->replay || g->whole || is_split(g) || (!turns && !derive_is_bounded(g)))) return true;
  if (found && is_one_solver(block, n) && (g->split_off || derive_has_kink(a))) return true;
  if (found) r.condition = "a bound that takes unknowns apart: without one, a step on the loss itself is faster";
  vec_push(pool_arena(a->pool), &a->d->refusals, r);
  return false;
}

/* the second unknowns of rows in two get their updates from these */
static void take_seconds(Block *block, bool *left, bool *pure, int n)
{
  for (int i = 0; i < n; i++)
    for (int k = 0; k < n; k++) {
      if (left[i] || !left[k] || !block[i].second || block[i].second->param != block[k].param) continue;
      Symbol *mask = block[k].free;
      block[k] = *block[i].second;
      block[k].free = mask;
      left[k] = pure[k] = false;
    }
}

/* the group as it begins: nothing bounded yet */
static void begin_group(const Attempt *a, int n, Symbol *const *param, Manner manner, const Replay *replay, SurrogateGroup *g)
{
  *g = (SurrogateGroup){ .nparams = n, .param = arena_copy(pool_arena(a->pool), param, (size_t)n * sizeof *param), .loss = a->d->loss->value,
                         .strict = manner.strict, .apart = manner.apart, .entries = manner.entries, .convex = manner.convex, .kinks = manner.kinks, .solver = manner.solver,
                         .loose = a->loose, .note = a->note, .descent = a->descent, .replay = replay };
}

/* the loss bounded; false: no rule bounds it */
static bool make_surrogate(Attempt *a, Manner manner, SurrogateGroup *g)
{
  const Name *const *use = a->options->use_rule;
  const Expr *begin = a->whole || manner.whole ? whole_apply(a->pool, a->rules, g, a->d->loss, use) : g->loss;
  g->whole = g->steps.len > 0;
  if (g->whole && !whole_keeps(g)) g->surrogate = begin;    /* nothing of the loss is left to bound */
  else g->surrogate = begin ? majorize(a->pool, a->rules, g, begin, use, a->d) : NULL;
  return g->surrogate != NULL;
}

/* what came of one parameter: left, its update is not found yet; hopeless, and no solver within the pass may find it; pure: quadratic, so that it
 * may be solved together with others */
typedef struct Outcome { bool *left, *hopeless, *pure; Refusal refused; } Outcome;

static void find_update(Attempt *a, const SurrogateGroup *g, Facts *facts, int i, Block *block, Outcome *o)
{
  Symbol *param = g->param[i];
  Collected c;
  Refusal r = { .term = g->surrogate, .by_row = true, .tried = rules_minimizers(a->rules)->len };
  Symbol *mask = derive_free_entries(a->pool, a->d->loss, param);
  bool collected = collect(a->pool, a->rules, facts, param, g->surrogate, &c);
  if (collected && mask && c.quadratic) derive_hold_fixed(a->pool, &c, mask);
  c.free = mask;
  c.part_held = mask && derive_holds_part(mask->value, param->domain.axes | c.slice | c.spectral);
  o->left[i] = !collected || !minimize_block(a->pool, a->rules, facts, &c, a->options->use_rule, a->d->met, block, &r.nearest_row, &r.condition);
  o->hopeless[i] = o->left[i] && (!g->solver || param->domain.kind == DOMAIN_LABEL || (mask && param->domain.axes));
  if (o->hopeless[i]) {
    if (c.failed) r.condition = c.failed;
    o->refused = r;
  }
  block->param = param;
  block->free = mask;
  memcpy(block->own, c.own, sizeof c.own);
  o->pure[i] = !mask && !o->left[i] && is_pure_quadratic(a->pool, a->rules, &c, block);
}

static bool any_of(const bool *which, const bool *also, int n)
{
  for (int i = 0; i < n; i++)
    if (which[i] && (!also || also[i])) return true;
  return false;
}

bool derive_attempt(Attempt *a, int n, Symbol *const *param, Manner manner, const Replay *replay, SurrogateGroup *g)
{
  const Name *const *use = a->options->use_rule;
  begin_group(a, n, param, manner, replay, g);
  if (!make_surrogate(a, manner, g)) return false;
  Facts *facts = facts_beside(a->d->facts, n, param);
  Block *block = ARENA_ARRAY(pool_arena(a->pool), Block, n);
  bool pure[LOSS_MAX_PARAMS], left[LOSS_MAX_PARAMS] = { false }, hopeless[LOSS_MAX_PARAMS] = { false };
  Outcome outcome = { .left = left, .hopeless = hopeless, .pure = pure };
  for (int i = 0; i < n; i++) {
    find_update(a, g, facts, i, &block[i], &outcome);
    if (hopeless[i] && !g->pairs) break;                    /* with pairs another's row may serve it, too */
  }
  if (g->pairs) take_seconds(block, left, pure, n);
  if (any_of(left, hopeless, n)) {
    vec_push(pool_arena(a->pool), &a->d->refusals, outcome.refused);
    return false;
  }
  join_quadratics(a->pool, facts, g, block, pure, n);
  if (any_of(left, NULL, n) && n > 1 && surrogate_type(g) != 'D') profile_left(a->pool, a->rules, g, block, left, n, use, a->d);
  if (any_of(left, NULL, n) && !add_inner_solvers(a, g, block, left, n)) return false;
  for (int i = 0; i < n; i++) block[i].majorizer &= surrogate_is_proved(g);
  if (surrogate_is_proved(g)) profile_blocks(a->pool, a->rules, g, block, n, use, a->d);
  derive_order_blocks(a->pool, a->d->loss, g, block, n);
  return true;
}

bool derive_replay(Derivation *d, int n, Symbol *const *param, Manner manner, const Replay *replay, SurrogateGroup *g)
{
  const DeriveOptions options = { .method = "auto", .use_rule = d->use_rule };
  Attempt a = { .pool = d->pool, .rules = d->rules, .d = d, .options = &options, .descent = manner.descent };
  return derive_attempt(&a, n, param, manner, replay, g);
}
