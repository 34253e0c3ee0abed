/* minimize.c: the order in which a block's minimiser is looked for; see minimize.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/minimize_internal.h"
#include "derive/majorize.h"
#include "derive/substitute.h"
#include <string.h>

/* the form over a pair of axes by its two sides, without what is one number on the domain */
static void split_by_sides(Lookup *l)
{
  const Collected *c = l->c;
  l->by_sides = false;
  if (!c->quadratic || l->ncoupled != 2) return;
  int a = l->coupled[0], b = l->coupled[1];
  Index *const row[2] = { c->own[a], c->other[a] }, *const col[2] = { c->own[b], c->other[b] };
  l->by_sides = sides_split(l->pool, c->H, row, col, &l->sides);
  if (c->param->domain.kind == DOMAIN_ORTHOGONAL) l->sides.left = l->sides.same = NULL;
}

/* May a weight of the form be so great (1 / |u| near a kink at 0) that a bound by its row sums would hold what it weighs where it is? */
static bool is_steep(const Lookup *l, const Expr *e)
{
  static const double great = 1e8;
  if (!e->has_touch) return false;
  if ((e->kind == X_ACCESS || e->kind == X_POW) && facts_range(l->facts, e).hi > great) return true;
  bool any = false;
  for (int i = 0; i < e->nargs && !any; i++) any = is_steep(l, e->arg[i]);
  return any;
}

static bool is_for_all(const Lookup *l, const Minimizer *row)
{
  return !row_asks_for(row, "asked") && (!row_asks_for(row, "steep") || (l->c->quadratic && is_steep(l, l->c->H)));
}

/* rows that the user could ask for here */
static void note_rows(Lookup *l)
{
  const Minimizer *m;
  l->asks_terms = true;
  for (int at = 0; (m = rows_next(l->rules, l->c->param, &at));)
    if (!terms_met_have_row(l->met, m->text.name) && lookup_try_row(l, m)) vec_push(pool_arena(l->pool), &l->met->rows, m->text.name);
  l->asks_terms = false;
}

static bool look_up(Lookup *l)
{
  const Collected *c = l->c;
  unsigned coupled = c->quadratic ? c->dense : c->slice ? c->slice : c->param->domain.axes | c->spectral;
  l->ncoupled = 0;
  for (int a = 0; a < c->param->naxes; a++)
    if (coupled >> a & 1) l->coupled[l->ncoupled++] = a;
  if (l->ncoupled == 2 && c->formed >> l->coupled[1] & 1) {      /* rows of the matrix first */
    l->coupled[1] = l->coupled[0];
    l->coupled[0] = __builtin_ctz(c->formed);
  }
  bool round = c->param->domain.kind == DOMAIN_SPHERE || c->param->domain.kind == DOMAIN_ORTHOGONAL;      /* where no convexity is needed: the least eigenvalues are least */
  split_by_sides(l);
  if (c->quadratic && !round && !domain_takes_quadratics(c->param)) return false;
  if (c->quadratic && !c->convex && !round) return false;   /* where it is stationary it need not be least */
  if (c->quadratic && c->param->domain.axes && c->dense != c->param->domain.axes) return false;   /* rows of a domain that ties entries see its slices */
  const Minimizer *m;
  if (l->met) note_rows(l);
  for (const Name *const *use = l->use_rule; use && *use; use++)
    for (int at = 0; (m = rows_next(l->rules, c->param, &at));)
      if (m->text.name == *use && lookup_try_row(l, m)) return true;
  for (int at = 0; (m = rows_next(l->rules, c->param, &at));)
    if (is_for_all(l, m) && lookup_try_row(l, m)) return true;
  return false;
}

/* a row for the block without its coupling, which the relaxation bounds away */
static bool look_up_relaxed(Lookup *l, const Relaxation *r)
{
  const Collected *whole = l->c;
  Collected *separate = ARENA_NEW(pool_arena(l->pool), Collected), rows;
  if (collect_rows_apart(l->pool, whole, &rows)) l->c = &rows;      /* each has its own bound then */
  l->ncoupled = 0;
  for (int a = 0; a < whole->param->naxes; a++)
    if (l->c->dense >> a & 1) l->coupled[l->ncoupled++] = a;
  bool found = lookup_relax(l, r, separate);
  l->c = separate;
  found = found && look_up(l);
  l->c = whole;
  if (found) {
    l->block->relaxed = r;
    l->block->slack = l->slack;
  }
  l->slack = NULL;
  return found;
}

/* a relaxation that the user asked for goes before rows for the whole */
static bool look_up_asked(Lookup *l)
{
  if (l->met && l->c->quadratic) l->met->quadratics = true;
  for (const Name *const *use = l->use_rule; l->c->quadratic && use && *use; use++)
    for (int i = 0; i < rules_relaxations(l->rules)->len; i++)
      if (rules_relaxations(l->rules)->data[i]->text.name == *use && look_up_relaxed(l, rules_relaxations(l->rules)->data[i])) return true;
  return false;
}

static bool look_up_or_relaxed(Lookup *l)
{
  bool found = look_up(l);
  for (int i = 0; !found && l->c->quadratic && i < rules_relaxations(l->rules)->len; i++) found = look_up_relaxed(l, rules_relaxations(l->rules)->data[i]);
  return found;
}

bool minimize_block(Pool *pool, const Rules *rules, Facts *facts, const Collected *c, const Name *const *use_rule, struct TermsMet *met, Block *block, const Minimizer **nearest, const char **failed)
{
  Lookup l = { .pool = pool, .rules = rules, .facts = facts, .c = c, .use_rule = use_rule, .met = met, .block = block };
  Symbol *p = c->param;
  memset(block, 0, sizeof *block);
  block->param = p;
  memcpy(block->own, c->own, sizeof block->own);
  block->in_turn = c->in_turn;
  if (look_up_asked(&l) || look_up_or_relaxed(&l)) return block->majorizer = true;
  Collected *kinks = ARENA_NEW(pool_arena(pool), Collected);
  if (collect_kinks(pool, rules, c, kinks)) {
    l.c = kinks;
    if (look_up_or_relaxed(&l)) return block->majorizer = true;
    l.c = c;
  }
  Substitution by;
  for (int i = 0; substitution_at(rules, &p->domain, i, &by); i++) {
    Collected *changed = ARENA_NEW(pool_arena(pool), Collected);
    if (!substitute_variable(pool, rules, c, &by, changed)) continue;
    l.c = changed;
    if (!look_up(&l)) continue;
    substitute_back(pool, c, changed, &by, block);
    return block->majorizer = true;
  }
  l.c = c;
  if (lookup_entry_search(&l)) return block->majorizer = true;
  *nearest = l.nearest;
  *failed = l.failed;
  return false;
}
