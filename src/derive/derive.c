/* derive.c: which parameters are majorized together, which in turn, which step on the loss itself; see derive.h.
 *
 * All parameters are tried from one touch first. Where that fails, each is tried alone with the others held (R-BLOCK); those that can
 * be majorized are tried together once more; the rest take one joint step on the loss.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/certificate.h"
#include "derive/inner_solver.h"
#include "derive/joint_quadratic.h"
#include "derive/majorize.h"
#include "derive/minimize.h"
#include "derive/profile.h"
#include "derive/whole.h"
#include "expr/diff.h"
#include "expr/kinks.h"
#include "expr/print.h"
#include "expr/slices.h"
#include "expr/squares.h"
#include <math.h>
#include <string.h>

const char *const update_kind_name[] = { "closed-form", "one-dimensional", "inner-solver", "newton", "gradient" };

typedef struct Attempt {
  Pool *pool;
  const Rules *rules;
  Derivation *d;
  const DeriveOptions *options;
  bool solver, loose;                     /* inner solvers, rules marked loose may serve */
  bool note;                              /* only to say that there is a bound: little work is spent on it */
  uint64_t hopeless;                      /* parameters, by their place in the loss, that no surrogate serves alone without an inner solver */
  bool descent;                           /* the whole loss goes through a rule that promises descent alone */
  bool whole;                             /* rules for whole losses that `using` names come first */
  bool done[64];                          /* parameters, by their place in the loss, that have their update already */
} Attempt;

static const Block *block_of(const Block *block, int n, const Symbol *p)
{
  for (int i = 0; i < n; i++)
    if (block[i].param == p) return &block[i];
  return NULL;
}

bool block_mentions(const Block *b, const Symbol *s)
{
  for (int k = 0; k < b->coefs.len; k++)
    if (expr_has_symbol(b->coefs.data[k].stat->def, s)) return true;
  if (b->update == UPDATE_INNER_SOLVER && !b->row && expr_has_symbol(b->phi, s)) return true;
  return b->equation && expr_has_symbol(b->equation, s);
}

static bool mentions_unsolved(const SurrogateGroup *g, const Block *block, int n, const Block *b, const bool *solved)
{
  for (int i = 0; i < g->nparams; i++) {
    if (solved[i] || g->param[i] == b->param) continue;
    const Block *other = block_of(block, n, g->param[i]);
    if (b->solve && other && other->solve == b->solve) continue;
    if (block_mentions(b, g->param[i])) return true;
  }
  return false;
}

static bool has_init(const Loss *loss, const Symbol *p)
{
  for (int i = 0; i < loss->nparams; i++)
    if (loss->param[i].sym == p) return loss->param[i].init || loss->param[i].draw || loss->param[i].chosen;
  return false;
}

/* Does a block of labels leave the beginning to others? A start that was chosen is worth more than one that was drawn, and labels
 * drawn at random say more of the data than other numbers drawn at random. */
static bool waits(const Loss *loss, const Block *block, int n, int at)
{
  bool chosen = false, drawn = false, numbers = false;
  if (block[at].param->domain.kind != DOMAIN_LABEL) return false;
  for (int i = 0; i < n; i++) {
    if (i == at) continue;
    bool init = has_init(loss, block[i].param);
    chosen |= init;
    drawn |= !init;
    numbers |= block[i].param->domain.kind != DOMAIN_LABEL;
  }
  return has_init(loss, block[at].param) ? drawn : numbers && !chosen;
}

/* triangular elimination: a block whose coefficients hold no parameter that is still to be solved goes first; where none is
 * free of the others, the order of declaration (each is then minimised with the newest values of the rest) */
static void order_blocks(Pool *pool, const Loss *loss, SurrogateGroup *g, Block *block, int n)
{
  bool solved[64] = { false }, placed[64] = { false };
  for (int done = 0; done < n;) {
    int pick = -1;
    for (int i = 0; i < n && pick < 0; i++)
      if (!placed[i] && !mentions_unsolved(g, block, n, &block[i], solved)) pick = i;
    for (int late = 0; late < 2; late++)
      for (int i = 0; i < n && pick < 0; i++)
        if (!placed[i] && waits(loss, block, n, i) == late) pick = i;
    for (int b = 0; b < n; b++) {                           /* with all that are solved together with it */
      if (b != pick && (!block[pick].solve || block[b].solve != block[pick].solve)) continue;
      placed[b] = true;
      done++;
      for (int i = 0; i < g->nparams; i++) solved[i] |= g->param[i] == block[b].param;
      vec_push(pool_arena(pool), &g->blocks, block[b]);
    }
  }
}

/* the entries of p that are not fixed, as an array that expressions can mention; NULL: none is fixed */
static Symbol *free_entries(Pool *pool, const Loss *loss, const Symbol *p)
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

/* are some entries of a slice fixed, others not? */
static bool holds_part(const Array *mask, unsigned axes)
{
  Slices s = slices_of(mask, axes);
  for (int64_t k = 0; axes && k < s.nslices; k++) {
    double sum = 0;
    for (int64_t i = 0; i < s.length; i++) sum += mask->data[slices_begin(&s, k) + slices_at(&s, i)];
    if (sum > 0 && sum < (double)s.length) return true;
  }
  return false;
}

/* fixed entries leave a coupled quadratic: their rows and columns become those of the identity, their slope 0 */
static void hold_fixed(Pool *pool, Collected *c, Symbol *mask)
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

static bool is_bounded(const SurrogateGroup *g)
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

static bool has_kink(const Attempt *a)
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
  if (found && (a->loose || g->replay || g->whole || is_split(g) || (!turns && !is_bounded(g)))) return true;
  if (found && is_one_solver(block, n) && (g->split_off || has_kink(a))) return true;
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

/* majorizes the loss in these parameters, the others held; true if every one of them gets an update */
static bool attempt_group(Attempt *a, int n, Symbol *const *param, Manner manner, const Replay *replay, SurrogateGroup *g)
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
  bool pure[64], left[64], hopeless[64] = { false }, any_left = false, given_up = false;
  Refusal refused = { 0 };
  for (int i = 0; i < n; i++) {
    Collected c;
    Refusal r = { .term = g->surrogate, .by_row = true, .tried = rules_minimizers(a->rules)->len };
    Symbol *mask = free_entries(a->pool, a->d->loss, param[i]);
    bool collected = collect(a->pool, a->rules, facts, param[i], g->surrogate, &c);
    if (collected && mask && c.quadratic) hold_fixed(a->pool, &c, mask);
    c.free = mask;
    c.part_held = mask && holds_part(mask->value, param[i]->domain.axes | c.slice | c.spectral);
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
  order_blocks(a->pool, a->d->loss, g, block, n);
  return true;
}

bool derive_replay(Derivation *d, int n, Symbol *const *param, Manner manner, const Replay *replay, SurrogateGroup *g)
{
  const DeriveOptions options = { .method = "auto", .use_rule = d->use_rule };
  Attempt a = { .pool = d->pool, .rules = d->rules, .d = d, .options = &options, .descent = manner.descent };
  return attempt_group(&a, n, param, manner, replay, g);
}

static bool all_closed(const SurrogateGroup *g)
{
  for (int i = 0; i < g->blocks.len; i++)
    if (g->blocks.data[i].update != UPDATE_CLOSED_FORM) return false;
  return true;
}

/* Closed form beats tightness, tightness beats generality: first the surrogate that goes on to closed forms, then the one with
 * fewer bounds whose entries are searched; where neither ends in updates, atoms of a whole slice are bounded, too, by entries; then products of two
 * entries are taken apart; then what is convex is left to an inner solver, at first beside all that rows know, then with tangents of what is concave. */
static bool derive_group(Attempt *a, int n, Symbol *const *param, SurrogateGroup *g)
{
  static const Manner strictly = { .strict = true }, leniently = { 0 }, strictly_apart = { .strict = true, .apart = true }, apart = { .apart = true },
                      by_solver = { .solver = true }, by_convex_solver = { .solver = true, .convex = true }, strictly_by_entries = { .strict = true, .entries = true }, by_entries = { .entries = true };
  SurrogateGroup strict;
  bool all = a->solver && n == a->d->loss->nparams && n > 1;      /* what is tried below without solvers has failed then */
  for (int i = 0; i < a->d->loss->nparams && n == 1; i++) all |= a->solver && a->d->loss->param[i].sym == param[0] && (a->hopeless >> i & 1);
  if (all && !a->loose) return attempt_group(a, n, param, by_solver, NULL, g) || attempt_group(a, n, param, by_convex_solver, NULL, g);
  int refusals = a->d->refusals.len;
  bool far = attempt_group(a, n, param, strictly, NULL, &strict), found = far && all_closed(&strict);
  int tried = a->d->refusals.len;
  if (found) *g = strict;
  else if (attempt_group(a, n, param, leniently, NULL, g)) found = true;
  else if (far) { *g = strict; found = true; }
  else if ((strict.slices || g->slices) && (attempt_group(a, n, param, strictly_by_entries, NULL, g) || attempt_group(a, n, param, by_entries, NULL, g))) found = true;
  else if (attempt_group(a, n, param, strictly_apart, NULL, g) || attempt_group(a, n, param, apart, NULL, g)) found = true;
  else found = a->solver && (attempt_group(a, n, param, by_solver, NULL, g) || attempt_group(a, n, param, by_convex_solver, NULL, g));
  a->d->refusals.len = found ? refusals : tried;
  return found;
}

static bool add_group(Attempt *a, int n, Symbol *const *param)
{
  SurrogateGroup g;
  int refusals = a->d->refusals.len;
  if (n == 0 || !derive_group(a, n, param, &g)) return false;
  a->d->refusals.len = refusals;
  vec_push(pool_arena(a->pool), &a->d->groups, g);
  return true;
}

/* A parameter that could be majorized by itself, but meets one that cannot in a term that no rule bounds, steps with it: taking
 * turns there is slow. Returns how many stay. */
static int join_coupled(Attempt *a, const Refusal *refused, int n, Symbol **good, int ngood)
{
  int stay = 0, joint = a->d->njoint;
  for (int i = 0; i < ngood; i++) {
    bool coupled = false;
    for (int r = 0; r < n && good[i]->domain.kind != DOMAIN_LABEL; r++)
      for (int k = 0; k < joint && !refused[r].by_row; k++)
        coupled |= expr_has_symbol(refused[r].term, good[i]) && expr_has_symbol(refused[r].term, a->d->joint[k]);
    if (coupled) a->d->joint[a->d->njoint++] = good[i];
    else good[stay++] = good[i];
  }
  return stay;
}

/* Solvers that would take turns on the loss itself step together instead; see add_inner_solvers. Returns how many parameters stay. */
static int leave_turns(Attempt *a, Symbol **good, int ngood)
{
  int stay = 0, refusals = a->d->refusals.len;
  for (int i = 0; i < ngood; i++) {
    SurrogateGroup g;
    bool turns = a->solver && !a->loose && ngood > 1 && derive_group(a, 1, &good[i], &g) && g.solver && !is_bounded(&g);
    if (turns) a->d->joint[a->d->njoint++] = good[i];
    else good[stay++] = good[i];
  }
  a->d->refusals.len = refusals;
  return stay;
}

/* parameters that rules for whole losses serve by themselves: those whose guard is the run's together, a proved bound of a block alone */
static void add_whole_groups(Attempt *a)
{
  static const Manner strictly = { .strict = true }, leniently = { 0 }, by_solver = { .solver = true };
  const Manner manners[] = { strictly, leniently, by_solver };
  const Loss *loss = a->d->loss;
  Symbol *param[64];
  SurrogateGroup g;
  bool taken[64] = { false }, keeps = false;
  for (int i = 0; i < loss->nparams; i++) {
    int n = 0, refusals = a->d->refusals.len, place[64];
    bool found = false, local = false;
    for (int k = i; k < loss->nparams; k++) {
      const Majorizer *m = taken[k] ? NULL : whole_rule_for(a->pool, a->rules, loss, loss->param[k].sym, a->options->use_rule);
      keeps |= m && m->keeps;
      if (!m || m->keeps || (n && (m->local != local || (!m->local && !m->guarded)))) continue;      /* one guard for all of a group */
      local = m->local;
      taken[k] = true;
      place[n] = k;
      param[n++] = loss->param[k].sym;
      if (!m->local && !m->guarded) break;
    }
    a->whole = true;
    for (int k = 0; k < 3 && n && !found; k++) found = attempt_group(a, n, param, manners[k], NULL, &g);
    a->whole = false;
    for (int k = 0; k < n && found; k++) a->done[place[k]] = true;
    if (!found) continue;
    a->d->refusals.len = refusals;
    vec_push(pool_arena(a->pool), &a->d->groups, g);
  }
  a->whole = keeps;
}

static void derive_surrogates(Attempt *a)
{
  const Loss *loss = a->d->loss;
  Symbol *all[64] = { 0 }, *good[64];
  int n = 0, ngood = 0, place[64];
  bool plain = !a->solver && !a->loose;
  memset(a->done, 0, sizeof a->done);
  if (a->options->use_rule && rules_wholes(a->rules)->len) add_whole_groups(a);
  for (int i = 0; i < loss->nparams; i++) {
    if (a->done[i]) continue;
    place[n] = i;
    all[n++] = loss->param[i].sym;
  }
  if (n == 0 || add_group(a, n, all)) return;
  if (n == 1) {
    a->d->joint[a->d->njoint++] = all[0];
    if (plain) a->hopeless |= UINT64_C(1) << place[0];
    return;
  }
  Refusal *together = arena_copy(pool_arena(a->pool), a->d->refusals.data, (size_t)a->d->refusals.len * sizeof *together);
  int ntogether = a->d->refusals.len;
  a->d->refusals.len = 0;
  for (int i = 0; i < n; i++) {
    SurrogateGroup g;
    int refusals = a->d->refusals.len;
    if (derive_group(a, 1, &all[i], &g)) { a->d->refusals.len = refusals; good[ngood++] = all[i]; }
    else {
      a->d->joint[a->d->njoint++] = all[i];
      if (plain) a->hopeless |= UINT64_C(1) << place[i];
    }
  }
  ngood = join_coupled(a, together, ntogether, good, ngood);
  int refusals = a->d->refusals.len;
  if (ngood > 1 && add_group(a, ngood, good)) return;
  a->d->refusals.len = refusals;
  int stay = leave_turns(a, good, ngood);
  if (stay < ngood) {                                      /* then the derivation without solvers stands */
    for (int i = 0; i < stay; i++) a->d->joint[a->d->njoint++] = good[i];
    return;
  }
  for (int i = 0; i < stay; i++) add_group(a, 1, &good[i]);
}

static const Majorizer *first_loose(const Derivation *d)
{
  for (int g = 0; g < d->groups.len; g++)
    for (int s = 0; s < d->groups.data[g].steps.len; s++)
      if (d->groups.data[g].steps.data[s].rule->loose) return d->groups.data[g].steps.data[s].rule;
  return NULL;
}

static bool asks_descent(const Rules *rules, const Name *const *use)
{
  for (; use && *use; use++)
    for (int i = 0; i < rules_majorizers(rules)->len; i++)
      if (rules_majorizers(rules)->data[i]->descent && rules_majorizers(rules)->data[i]->text.name == *use) return true;
  return false;
}

/* a fresh derivation of the same loss in *d; the one so far is what it returns */
static Derivation begin_again(Attempt *a)
{
  Derivation *d = a->d, before = *d;
  d->joint = ARENA_ARRAY(pool_arena(a->pool), Symbol *, d->loss->nparams);
  d->njoint = 0;
  memset(&d->groups, 0, sizeof d->groups);
  memset(&d->refusals, 0, sizeof d->refusals);
  return before;
}

/* Once more for the loss as a whole: a quotient falls where its numerator falls against the denominator, which is more than
 * a step on the loss promises. Taken where it serves all parameters; without it where the user asked for it in vain. */
static void derive_by_descent(Attempt *a)
{
  Derivation before = begin_again(a);
  bool asked = a->descent;
  a->descent = true;
  derive_surrogates(a);
  a->descent = false;
  if (!a->d->njoint) return;
  *a->d = before;
  if (asked) derive_surrogates(a);
}

/* Once more with further means, where some parameters would step on the loss itself. Kept if fewer do. */
static bool derive_again(Attempt *a, bool solver, bool loose)
{
  Derivation *d = a->d, before = begin_again(a);
  a->solver = solver;
  a->loose = loose;
  derive_surrogates(a);
  a->solver = a->loose = false;
  if (d->njoint < before.njoint) return true;
  *d = before;
  return false;
}

/* Loose rules give bounds that are proved but slow: a damped step on the loss is mostly better, so they are taken only where the
 * user insists on a proof. Otherwise the derivation notes that there is one. */
static void derive_loosely(Attempt *a)
{
  Derivation *d = a->d, tight = *d;
  a->note = !a->options->proved;
  bool fewer = derive_again(a, false, true);
  a->note = false;
  if (a->options->proved) {
    if (d->njoint) derive_again(a, true, true);
    return;
  }
  const Majorizer *by = fewer && !d->njoint ? first_loose(d) : NULL;
  *d = tight;
  d->loose = by;
}

/* a derivative by each parameter must exist: what is refused is refused here */
static bool is_differentiable(Pool *pool, const Loss *loss, DiagList *diags)
{
  for (int i = 0; i < loss->nparams; i++) {
    Symbol *p = loss->param[i].sym;
    Index *at[ARRAY_MAX_AXES];
    const char *why = NULL;
    for (int k = 0; k < p->naxes; k++) at[k] = index_new(pool, p->axis[k]->name, p->axis[k]);
    if (expr_diff(pool, loss->value, p, at, &why)) continue;
    diag_add(diags, loss->span, MSG_NOT_DIFFERENTIABLE, p->name->text, why ? why : "no derivative is known");
    return false;
  }
  return true;
}

Derivation *derive_loss(Pool *pool, const Rules *rules, const Loss *loss, const DeriveOptions *options, DiagList *diags)
{
  static const DeriveOptions automatic = { .method = "auto" };
  if (!options) options = &automatic;
  if (loss->nparams == 0) {
    diag_add(diags, loss->span, MSG_NO_PARAMETER);
    return NULL;
  }
  if (loss->nparams > 64) {
    diag_add(diags, loss->span, MSG_TOO_MANY_PARAMETERS, loss->nparams);
    return NULL;
  }
  Derivation *d = ARENA_NEW(pool_arena(pool), Derivation);
  d->pool = pool;
  d->rules = rules;
  d->loss = loss;
  d->facts = facts_new(pool, 0, NULL);
  d->joint = ARENA_ARRAY(pool_arena(pool), Symbol *, loss->nparams);
  d->joint_update = UPDATE_NEWTON;
  d->joint_rule = "R-NEWTON";
  d->method = options->method;
  d->use_rule = options->use_rule;
  /* the twins first, so that their order, which canonical forms go by, does not hang on what is tried before */
  for (int i = 0; i < loss->nparams; i++) symbol_touch(pool, loss->param[i].sym);
  bool gd = options->method && !strcmp(options->method, "gd"), newton = options->method && !strcmp(options->method, "newton");
  if (gd || newton) {
    Attempt a = { .pool = pool, .rules = rules, .d = d, .options = options };
    for (int i = 0; i < loss->nparams; i++) {
      Symbol *p = loss->param[i].sym;
      if (p->domain.kind != DOMAIN_LABEL || !add_group(&a, 1, &p)) d->joint[d->njoint++] = p;
    }
    d->joint_update = gd ? UPDATE_GRADIENT : UPDATE_NEWTON;
    d->joint_rule = gd ? "R-GD" : "R-NEWTON";
    d->fixed_step = gd && options->step > 0;
    d->step = options->step;
  } else {
    Attempt a = { .pool = pool, .rules = rules, .d = d, .options = options, .descent = asks_descent(rules, options->use_rule) };
    if (a.descent) derive_by_descent(&a);
    else derive_surrogates(&a);
    if (d->njoint && !a.descent) derive_by_descent(&a);
    if (d->njoint) derive_again(&a, true, false);
    if (d->njoint && !options->brief) derive_loosely(&a);
  }
  if (d->njoint && !is_differentiable(pool, loss, diags)) return NULL;
  if (d->njoint && !gd && !newton && expr_is_sum_of_squares(facts_beside(d->facts, d->njoint, d->joint), pool, loss->value)) {
    d->gauss_newton = true;
    d->joint_rule = "R-GAUSS-NEWTON";
  }
  return d;
}
