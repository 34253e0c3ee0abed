/* majorize_apply.c: one rule on one target: does it fit, which weights does it bring, what does it say?
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/majorize_internal.h"
#include "rules/conditions.h"
#include "expr/print.h"
#include <string.h>

/* the first `skip` ways in which the rule fits led nowhere: f(u) fits for several u */
typedef struct { const Expr *where, *failed; bool matched; int skip; } Acceptance;
static bool accept(Bindings *b, void *context)
{
  Acceptance *a = context;
  a->matched = true;
  return conditions_hold(b, a->where, NULL, &a->failed) && a->skip-- == 0;
}

bool walk_may_take(Walk *w, const Majorizer *m, const Expr *e)
{
  if (m->local) return false;
  if (walk_is_coordinate(w, e) && conditions_name_coordinate(m->where)) {
    w->uses |= HANGS_ON_COORDINATE;
    return false;
  }
  if (!m->loose || w->group->loose) return true;
  if (match_may_fit(m->pattern, e)) w->uses |= HANGS_ON_LOOSE;
  return false;
}

bool walk_is_named(const Walk *w, const Name *name)
{
  for (const Name *const *use = w->use_rule; use && *use; use++) if (*use == name) return true;
  return false;
}

bool walk_rule_fits(Walk *w, const Majorizer *m, const Expr *e)
{
  if (!match_may_fit(m->pattern, e)) return false;
  Bindings b = { .pool = w->pool, .facts = w->facts, .where = m->where, .stiffness = w->rules->stiffness };
  Acceptance a = { .where = m->where };
  return match(&b, m->pattern, e, accept, &a);
}

void walk_meets(Walk *w, const Expr *e)
{
  TermsMet *met = w->derivation->met;
  if (!met || map_get(&met->seen, e) == w->facts) return;
  map_put(pool_arena(w->pool), &met->seen, e, w->facts);
  vec_push(pool_arena(w->pool), &met->list, ((struct TermMet){ w->facts, e }));
}

bool terms_met_fit(const Rules *rules, const TermsMet *met, const Majorizer *m)
{
  const Expr *core;
  expr_split_coef(rules->pool, m->pattern, &core);
  if (m->descent || core->kind == X_MUL || (core->kind == X_REDUCE && core->op == R_PROD)) return true;      /* products are taken apart for these */
  for (int i = 0; i < met->list.len; i++) {
    Walk w = { .pool = rules->pool, .rules = rules, .facts = met->list.data[i].facts };
    if (walk_rule_fits(&w, m, met->list.data[i].term)) return true;
  }
  return false;
}

bool terms_met_have_row(const TermsMet *met, const Name *row)
{
  for (int i = 0; i < met->rows.len; i++) if (met->rows.data[i] == row) return true;
  return false;
}

bool walk_is_asked_for(Walk *w, const Expr *e)
{
  walk_meets(w, e);
  for (const Name *const *use = w->use_rule; use && *use; use++)
    for (int i = 0; i < rules_majorizers(w->rules)->len; i++) {
      const Majorizer *m = rules_majorizers(w->rules)->data[i];
      if (m->text.name == *use && !m->descent && walk_rule_fits(w, m, e)) return true;
    }
  return false;
}

/* ---- weights --------------------------------------------------------------------------------------------------------------- */

static bool names_weight(const Step *step, const Name *name)
{
  for (int k = 0; k < step->weights.len; k++)
    if (step->weights.data[k]->name == name) return true;
  return false;
}

static bool is_weight(const Walk *w, const Step *step, const Name *name)
{
  for (int g = 0; g <= w->derivation->groups.len; g++) {
    const SurrogateGroup *group = g < w->derivation->groups.len ? &w->derivation->groups.data[g] : w->group;
    for (int s = 0; s < group->steps.len; s++)
      if (names_weight(&group->steps.data[s], name)) return true;
  }
  return names_weight(step, name);
}

/* does the user's text use the name, for a symbol, an index or an axis? Gives up, with no, in large expressions */
static bool is_written(const Expr *e, const Name *name, int *budget)
{
  if (--*budget < 0) return false;
  if (e->kind == X_ACCESS && e->u.sym->name == name) return true;
  if (e->kind == X_AXIS && e->u.axis->name == name) return true;
  for (int i = 0; i < e->nbound && e->hint; i++)
    if (e->hint[i] == name) return true;
  for (int i = 0; i < e->nargs; i++)
    if (is_written(e->arg[i], name, budget)) return true;
  return false;
}

static const Name *weight_name(Walk *w, const Step *step, const Name *stem)
{
  enum { NODES_MOST = 20000 };
  for (int number = 1;; number++) {
    const Name *name = number == 1 ? stem : name_of(arena_printf(pool_arena(w->pool), "%s%d", stem->text, number));
    int budget = NODES_MOST;
    if (!is_weight(w, step, name) && !is_written(w->group->loss, name, &budget)) return name;
  }
}

/* An attempt before may have made the same weight; then all that mentions it is known. */
static Symbol *weight_of(Walk *w, const Name *name, const Name *origin, const Expr *def, Index *const *own)
{
  typedef VEC(Symbol *) Symbols;
  Arena *arena = pool_arena(w->pool);
  size_t bytes = (size_t)def->nfree * sizeof *own;
  Axis *axis[ARRAY_MAX_AXES];
  Symbols *made = facts_note(w->derivation->facts, NOTE_WEIGHTS, def);
  if (!made) facts_set_note(w->derivation->facts, NOTE_WEIGHTS, def, made = ARENA_NEW(arena, Symbols));
  for (int k = 0; k < made->len; k++)
    if (made->data[k]->name == name && made->data[k]->origin == origin && !memcmp(made->data[k]->own, own, bytes)) return made->data[k];
  for (int i = 0; i < def->nfree; i++) axis[i] = own[i]->axis;
  Symbol *s = symbol_new(w->pool, SYM_WEIGHT, name, def->nfree, axis);
  s->def = def;
  s->origin = origin;
  memcpy(s->own, own, bytes);
  vec_push(arena, made, s);
  return s;
}

/* the free indices of a definition, those that the rule names behind the others */
static void order_own(const Expr *def, int nargs, Index *const *arg, Index **own)
{
  int n = 0;
  for (int behind = 0; behind < 2; behind++)
    for (int i = 0; i < (behind ? nargs : def->nfree); i++) {
      Index *x = behind ? arg[i] : def->free[i];
      bool named = false;
      for (int k = 0; k < (behind ? i : nargs); k++) named |= arg[k] == x;
      if (!named && (!behind || expr_has_free(def, x))) own[n++] = x;
    }
}

/* introduces the weight: a symbol over all free indices of its definition, at the rule's arguments */
static const Expr *weight_access(Walk *w, Step *step, const Name *stem, const Name *origin, const Expr *def, int nargs, Index *const *arg)
{
  Index *own[ARRAY_MAX_AXES] = { NULL };
  const Expr *at[ARRAY_MAX_AXES];
  double value;
  if (expr_number(def, &value)) return def;
  if (def->nfree > ARRAY_MAX_AXES) return NULL;
  order_own(def, nargs, arg, own);
  Symbol *s = NULL;
  for (int k = 0; k < step->weights.len && !s; k++)
    if (step->weights.data[k]->def == def) s = step->weights.data[k];
  if (!s) {
    s = weight_of(w, weight_name(w, step, stem), origin, def, own);
    vec_push(pool_arena(w->pool), &step->weights, s);
  }
  for (int i = 0; i < def->nfree; i++) at[i] = expr_index(w->pool, s->own[i]);
  return expr_access(w->pool, s, at);
}

/* the rule's `with` lines: each becomes a hole bound to an access of a new weight */
static bool bind_weights(Walk *w, Bindings *b, const Majorizer *m, Step *step)
{
  for (int i = 0; i < m->weights.len; i++) {
    const RuleLet *let = &m->weights.data[i];
    int outer = b->nmap, pieces = 0;
    const Name *origin = NULL;
    Index *arg[ARRAY_MAX_AXES];
    for (int k = 0; k < let->nargs; k++) {
      const AxisBinding *axis = NULL;
      for (int a = 0; a < b->naxes && !axis; a++)
        if (b->axis[a].pattern == let->arg[k]->axis) axis = &b->axis[a];
      if (!axis) return false;
      if (axis->npieces) { pieces = axis->npieces; continue; }
      arg[k] = facts_index(w->pool, w->facts, let->arg[k], b->nmap, axis->hint[0] ? axis->hint[0] : let->arg[k]->name, axis->target[0]);
      origin = arg[k]->name;
      b->from[b->nmap] = let->arg[k];
      b->to[b->nmap++] = expr_index(w->pool, arg[k]);
    }
    const Expr *piece[MATCH_MAX_PIECES];
    for (int k = 0; k < (pieces ? pieces : 1); k++) {
      b->piece = k;
      const Expr *def = instantiate(b, let->value);
      piece[k] = def ? weight_access(w, step, let->name, origin, def, pieces ? 0 : let->nargs, arg) : NULL;
      if (!piece[k]) return false;
    }
    b->piece = 0;
    b->nmap = outer;
    HoleBinding *h = bindings_set(b, let->name, piece[0]);
    if (!h) return false;
    h->npieces = pieces;
    memcpy(h->piece, piece, (size_t)pieces * sizeof *piece);
    if (!pieces) { h->nargs = let->nargs; memcpy(h->arg, arg, (size_t)let->nargs * sizeof *arg); }
  }
  return true;
}

/* ---- the rule -------------------------------------------------------------------------------------------------------------- */

/* what a bound says for another case than this one (an empty sum) need not be carried on */
static const Expr *decide(Pool *pool, const Expr *e, void *facts)
{
  (void)pool;
  if (e->kind != X_IF || e->has_param) return e;
  Range r = facts_range(facts, e->arg[0]);
  return !range_contains(r, 0) ? e->arg[1] : r.lo == 0 && r.hi == 0 ? e->arg[2] : e;
}

const Expr *walk_apply(Walk *w, const Majorizer *m, const Expr *target, int skip, Refusal *refusal)
{
  w->applied += skip > 0;
  if (m->descent != w->root) return NULL;
  w->root = false;
  if (!match_may_fit(m->pattern, target)) return NULL;
  rules_count_try(w->rules);
  Bindings b = { .pool = w->pool, .facts = w->facts, .where = m->where, .stiffness = w->rules->stiffness };
  Acceptance a = { .where = m->where, .skip = skip };
  if (!match(&b, m->pattern, target, accept, &a)) {
    if (a.matched && refusal && !refusal->nearest && m->pattern->kind != X_HOLE) {      /* a pattern that fits everything is near to nothing */
      refusal->nearest = m;
      refusal->unproved = a.failed;
    }
    return NULL;
  }
  if (!rule_complete(&m->text)) return NULL;
  Step step = { .rule = m, .before = target, .skip = skip };
  Proofs proofs = { 0 };
  for (int i = 0; i < b.nholes; i++) {
    const HoleBinding *h = &b.hole[i];
    const StepHole seen = { h->name, h->value, h->variable, h->npieces ? h->npieces : h->nargs };
    vec_push(pool_arena(w->pool), &step.holes, seen);
  }
  if (!conditions_hold(&b, m->where, &proofs, NULL) || !bind_weights(w, &b, m, &step)) return NULL;
  const Expr *bound = instantiate(&b, m->bound);
  if (bound) bound = expr_map(w->pool, bound, decide, w->facts);
  if (!bound || bound == target) return NULL;
  step.after = bound;
  w->applied++;
  for (int i = 0; i < b.nholes; i++) {
    if (!b.hole[i].variable) continue;
    const Expr *f = step.outer = b.hole[i].value;
    for (int k = 0; k < b.nholes && !step.inner; k++)
      if (b.hole[k].value && !b.hole[k].variable && expr_subst_access(w->pool, f, b.hole[i].variable, NULL, b.hole[k].value) == target) step.inner = b.hole[k].value;
  }
  step.proofs.data = proofs.data; step.proofs.len = proofs.len; step.proofs.cap = proofs.cap;
  vec_push(pool_arena(w->pool), &w->group->steps, step);
  return bound;
}
