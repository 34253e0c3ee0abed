/* derive.c: which parameters are majorized together, which in turn, which step on the loss itself; see derive.h.
 *
 * All parameters are tried from one touch first. Where that fails, each is tried alone with the others held (R-BLOCK); those that can
 * be majorized are tried together once more, and take turns where that fails, too, in as few groups as share their bounds; the rest
 * take one joint step on the loss.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/derive_internal.h"
#include "rules/rules_internal.h"
#include "derive/whole.h"
#include "expr/diff.h"
#include "expr/squares.h"
#include <string.h>


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
  Manner solver = by_solver, convex_solver = by_convex_solver;
  solver.kinks = convex_solver.kinks = a->kinks;
  SurrogateGroup strict;
  bool all = a->solver && n == a->d->loss->nparams && n > 1;      /* what is tried below without solvers has failed then */
  for (int i = 0; i < a->d->loss->nparams && n == 1; i++) all |= a->solver && a->d->loss->param[i].sym == param[0] && (a->hopeless >> i & 1);
  if (all && !a->loose) return derive_attempt(a, n, param, solver, NULL, g) || derive_attempt(a, n, param, convex_solver, NULL, g);
  int refusals = a->d->refusals.len;
  bool far = derive_attempt(a, n, param, strictly, NULL, &strict), found = far && all_closed(&strict);
  int tried = a->d->refusals.len;
  if (found) *g = strict;
  else if (derive_attempt(a, n, param, leniently, NULL, g)) found = true;
  else if (far) { *g = strict; found = true; }
  else if ((strict.slices || g->slices) && (derive_attempt(a, n, param, strictly_by_entries, NULL, g) || derive_attempt(a, n, param, by_entries, NULL, g))) found = true;
  else if (derive_attempt(a, n, param, strictly_apart, NULL, g) || derive_attempt(a, n, param, apart, NULL, g)) found = true;
  else found = a->solver && (derive_attempt(a, n, param, solver, NULL, g) || derive_attempt(a, n, param, convex_solver, NULL, g));
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

/* is a bound of one, by its rule, among those of the other? */
static bool share_a_bound(const SurrogateGroup *a, const SurrogateGroup *b)
{
  for (int i = 0; i < a->steps.len; i++)
    for (int k = 0; k < b->steps.len; k++)
      if (a->steps.data[i].rule == b->steps.data[k].rule && !a->steps.data[i].rule->exact) return true;
  return false;
}

/* does `both` spare a bound that the two would build one after the other, and is no update of theirs worse in it? */
static bool spares_a_bound(const SurrogateGroup *both, const SurrogateGroup *a, const SurrogateGroup *b)
{
  const SurrogateGroup *part[] = { a, b };
  if (both->steps.len >= a->steps.len + b->steps.len || surrogate_type(both) != surrogate_type(a) || surrogate_type(both) != surrogate_type(b)) return false;
  for (int k = 0; k < 2; k++)
    for (int i = 0; i < part[k]->blocks.len; i++) {
      const Block *was = &part[k]->blocks.data[i], *is = derive_block_of(both->blocks.data, both->blocks.len, was->param);
      if (is->update > was->update || (is->relaxed && !was->relaxed) || (is->solve && !was->solve)) return false;
    }
  return true;
}

/* Is the first parameter's update one and the same row in both, but with the other parameter where it is least for each value of the
 * first? Then the two are found at once, where turns may come to rest elsewhere. */
static bool profiles(const SurrogateGroup *both, const SurrogateGroup *a, const SurrogateGroup *b)
{
  if (both->steps.len || a->steps.len || b->steps.len || a->nparams != 1 || b->nparams != 1) return false;
  const SurrogateGroup *part[] = { a, b };
  int profiled = 0;
  for (int k = 0; k < 2; k++) {
    const Block *was = &part[k]->blocks.data[0], *is = derive_block_of(both->blocks.data, both->blocks.len, was->param);
    if (!was->row || is->row != was->row || is->update != was->update || is->relaxed != was->relaxed || is->solve || is->free) return false;
    profiled += is->profiled != NULL && was->param->domain.axes != 0;
  }
  return profiled == 1;
}

/* Parameters that cannot all be majorized from one touch take turns. One that shares a bound with others before it goes with them, so
 * that the bound, mostly a pass over the data, is built once for all of them. */
static void add_groups(Attempt *a, int n, Symbol *const *param)
{
  int first = a->d->groups.len;
  for (int i = 0; i < n; i++) {
    bool placed = false;
    if (!add_group(a, 1, &param[i])) continue;
    int refusals = a->d->refusals.len, last = a->d->groups.len - 1;
    const SurrogateGroup alone = a->d->groups.data[last];
    for (int k = first; k < last && !placed; k++) {
      SurrogateGroup both, *earlier = &a->d->groups.data[k];
      Symbol *together[LOSS_MAX_PARAMS];
      bool exact = !earlier->steps.len && !alone.steps.len && earlier->nparams == 1;
      if (!exact && !share_a_bound(earlier, &alone)) continue;
      memcpy(together, earlier->param, (size_t)earlier->nparams * sizeof *together);
      together[earlier->nparams] = param[i];
      placed = derive_group(a, earlier->nparams + 1, together, &both) && (exact ? profiles(&both, earlier, &alone) : spares_a_bound(&both, earlier, &alone));
      if (!placed) continue;
      *earlier = both;
      a->d->groups.len--;
    }
    a->d->refusals.len = refusals;
  }
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
    bool turns = a->solver && !a->loose && ngood > 1 && derive_group(a, 1, &good[i], &g) && g.solver && !derive_is_bounded(&g);
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
  Symbol *param[LOSS_MAX_PARAMS];
  SurrogateGroup g;
  bool taken[LOSS_MAX_PARAMS] = { false }, keeps = false;
  for (int i = 0; i < loss->nparams; i++) {
    int n = 0, refusals = a->d->refusals.len, place[LOSS_MAX_PARAMS];
    bool found = false, local = false;
    for (int k = i; k < loss->nparams; k++) {
      const Name *const *use = a->lacking && !(a->lacking >> k & 1) ? a->asked : a->options->use_rule;
      const Majorizer *m = taken[k] ? NULL : whole_rule_for(a->pool, a->rules, loss, loss->param[k].sym, use);
      keeps |= m && m->keeps;
      if (!m || m->keeps || (n && (m->local != local || (!m->local && !m->guarded)))) continue;      /* one guard for all of a group */
      local = m->local;
      taken[k] = true;
      place[n] = k;
      param[n++] = loss->param[k].sym;
      if (!m->local && !m->guarded) break;
    }
    a->whole = true;
    for (int k = 0; k < 3 && n && !found; k++) found = derive_attempt(a, n, param, manners[k], NULL, &g);
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
  Symbol *all[LOSS_MAX_PARAMS] = { 0 }, *good[LOSS_MAX_PARAMS];
  int n = 0, ngood = 0, place[LOSS_MAX_PARAMS];
  bool plain = !a->solver && !a->loose && !a->descent;
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
    if (a->d->njoint > a->most) return;
  }
  ngood = join_coupled(a, together, ntogether, good, ngood);
  int refusals = a->d->refusals.len;
  if (ngood > 1 && ngood < n && add_group(a, ngood, good)) return;      /* all of them were tried at first */
  a->d->refusals.len = refusals;
  int stay = leave_turns(a, good, ngood);
  if (stay < ngood) {                                      /* then the derivation without solvers stands */
    for (int i = 0; i < stay; i++) a->d->joint[a->d->njoint++] = good[i];
    return;
  }
  add_groups(a, stay, good);
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
  int most = a->most;
  a->descent = true;
  a->most = 0;
  derive_surrogates(a);
  a->descent = false;
  a->most = most;
  if (!a->d->njoint) return;
  *a->d = before;
  if (asked) derive_surrogates(a);
}

/* Once more with further means, where some parameters would step on the loss itself. Kept if fewer do. */
static bool derive_again(Attempt *a, bool solver, bool loose, bool kinks)
{
  Derivation *d = a->d, before = begin_again(a);
  int most = a->most;
  a->solver = solver;
  a->loose = loose;
  a->kinks = kinks;
  a->most = a->note ? 0 : before.njoint - 1 < most ? before.njoint - 1 : most;
  derive_surrogates(a);
  a->solver = a->loose = a->kinks = false;
  a->most = most;
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
  bool fewer = derive_again(a, false, true, false);
  a->note = false;
  if (a->options->proved) {
    if (d->njoint) derive_again(a, true, true, false);
    return;
  }
  const Majorizer *by = fewer && !d->njoint ? first_loose(d) : NULL;
  *d = tight;
  d->loose = by;
}

static bool is_joint(const Derivation *d, const Symbol *p)
{
  for (int i = 0; i < d->njoint; i++)
    if (d->joint[i] == p) return true;
  return false;
}

/* The last rung for parameters without a closed form whose domain has no coordinates for a step on the loss: rules for whole losses whose
 * bound is a row's, near the current point (a run makes it steeper where it is too low). Kept where all such parameters have one. */
static void derive_without_coordinates(Attempt *a)
{
  Arena *arena = pool_arena(a->pool);
  Derivation *d = a->d;
  VEC(const Name *) use = { 0 };
  for (const Name *const *u = a->options->use_rule; u && *u; u++) vec_push(arena, &use, *u);
  int asked = use.len;
  for (int i = 0; i < d->njoint; i++) {
    bool found = !domain_lacks_coordinates(&d->joint[i]->domain);
    for (int k = 0; k < rules_wholes(a->rules)->len && !found; k++) {
      const Majorizer *m = rules_wholes(a->rules)->data[k];
      const Name *alone[] = { m->text.name, NULL };
      found = m->local && whole_rule_for(a->pool, a->rules, d->loss, d->joint[i], alone) == m;      /* which reads it, too */
      if (found) vec_push(arena, &use, m->text.name);
    }
    if (!found) return;
  }
  if (use.len == asked) return;
  vec_push(arena, &use, NULL);
  DeriveOptions options = *a->options;
  a->asked = options.use_rule;
  for (int k = 0; k < d->loss->nparams; k++)
    if (domain_lacks_coordinates(&d->loss->param[k].sym->domain) && is_joint(d, d->loss->param[k].sym)) a->lacking |= UINT64_C(1) << k;
  options.use_rule = use.data;
  a->options = &options;
  Derivation before = begin_again(a);
  d->use_rule = use.data;
  derive_surrogates(a);
  for (int i = 0; i < d->njoint; i++)
    if (domain_lacks_coordinates(&d->joint[i]->domain)) { *d = before; break; }
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
  if (loss->nparams > LOSS_MAX_PARAMS) {
    diag_add(diags, loss->span, MSG_TOO_MANY_PARAMETERS, loss->nparams, LOSS_MAX_PARAMS);
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
  d->met = options->met;
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
    Attempt a = { .pool = pool, .rules = rules, .d = d, .options = options, .most = options->no_worse ? options->no_worse->njoint : loss->nparams, .descent = asks_descent(rules, options->use_rule) };
    if (a.descent) derive_by_descent(&a);
    else derive_surrogates(&a);
    if (d->njoint && !a.descent) derive_by_descent(&a);
    if (d->njoint) derive_again(&a, true, false, false);
    if (d->njoint && derive_has_kink(&a)) derive_again(&a, true, false, true);
    if (d->njoint && !options->brief) derive_loosely(&a);
    if (d->njoint) derive_without_coordinates(&a);
  }
  if (d->njoint && !is_differentiable(pool, loss, diags)) return NULL;
  if (d->njoint && !gd && !newton && expr_is_sum_of_squares(facts_beside(d->facts, d->njoint, d->joint), pool, loss->value)) {
    d->gauss_newton = true;
    d->joint_rule = "R-GAUSS-NEWTON";
  }
  return d;
}
