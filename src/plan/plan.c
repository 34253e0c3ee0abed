/* plan.c: stages of an iteration; see plan.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan/plan.h"
#include "derive/derivation.h"
#include "rules/rules.h"
#include "expr/diff.h"
#include "expr/function.h"
#include "expr/print.h"
#include "plan/banded.h"
#include "plan/divided.h"
#include "plan/jumps.h"
#include "plan/moments.h"
#include "plan/recentred.h"
#include "plan/residual.h"
#include "plan/summed.h"
#include "plan/weights.h"
#include <string.h>

/* ---- one group ------------------------------------------------------------------------------------------------------------------ */

typedef struct Builder {
  Pool *pool;
  const Derivation *d;
  const SurrogateGroup *group;
  PlanGroup *out;
  Stage *stage;                           /* the one being filled */
  DefinitionList *list;                   /* of its lists the one that updates go to */
  Symbol *solved[LOSS_MAX_PARAMS], *step[LOSS_MAX_PARAMS]; int nsolved;
  SummedAxes summed[LOSS_MAX_PARAMS];                  /* before solved[i] is known */
  int moments;
} Builder;

static Stage *stage_new(Builder *b)
{
  Arena *arena = pool_arena(b->pool);
  Stage *s = &b->out->stage[b->out->nstages++];
  s->list.arena = s->search_list.arena = s->root_list.arena = s->after_root.arena = s->turn_list.arena = arena;
  b->list = &s->list;
  return b->stage = s;
}

static Symbol *scalar_stat(Pool *pool, const char *name) { return symbol_new(pool, SYM_STAT, name_of(name), 0, NULL); }

/* parameters that are not solved yet stand for their current values */
static const Expr *at_current(Builder *b, const Expr *e)
{
  const Loss *loss = b->d->loss;
  for (int i = 0; i < loss->nparams; i++) {
    Symbol *p = loss->param[i].sym;
    bool solved = false;
    for (int k = 0; k < b->nsolved; k++) solved |= b->solved[k] == p;
    if (!solved) e = expr_subst_symbol(b->pool, e, p, symbol_touch(b->pool, p));
  }
  return e;
}

/* What labels cost is as large as one weight for each row and label and is wanted once: it stays a part of the minimiser. */
static bool is_in_place(const Block *block) { return block->param->domain.kind == DOMAIN_LABEL; }

static void add_coefficients(Builder *b, const Block *block)
{
  if (is_in_place(block)) return;
  DefinitionList *list = &b->stage->list;
  Symbol *solved[LOSS_MAX_PARAMS], *step[LOSS_MAX_PARAMS];
  Moments m = { .pool = b->pool, .early = list, .solved = solved, .step = step, .count = b->moments };
  for (int i = 0; i < block->coefs.len; i++) {
    Symbol *s = block->coefs.data[i].stat;
    const Expr *value = at_current(b, s->def);
    m.nsolved = 0;
    for (int k = 0; k < b->nsolved; k++) {
      if (!expr_has_symbol(value, b->solved[k]) || summed_in_same_pass(&b->summed[k], b->solved[k], value)) continue;
      solved[m.nsolved] = b->solved[k];
      step[m.nsolved++] = b->step[k];
    }
    value = moments_expand(&m, value);
    b->moments = m.count;
    definition_add(b->pool, list, s, s->own, value);
  }
}

/* d[own] = new - touch, for the blocks that come after; wanted only if one of them mentions p */
static void add_step(Builder *b, const Block *block, bool wanted)
{
  Symbol *p = block->param;
  const Expr *at[ARRAY_MAX_AXES];
  Symbol *step = symbol_new(b->pool, SYM_STAT, name_of(arena_printf(pool_arena(b->pool), "step_%s", p->name->text)), p->naxes, p->axis);
  for (int a = 0; a < p->naxes; a++) at[a] = expr_index(b->pool, block->own[a]);
  const Expr *value = expr_sub(b->pool, expr_access(b->pool, p, at), expr_access(b->pool, symbol_touch(b->pool, p), at));
  if (wanted) definition_add(b->pool, &b->stage->list, step, block->own, value);
  summed_axes(b->pool, &b->stage->list, p, &b->summed[b->nsolved]);
  b->solved[b->nsolved] = p;
  b->step[b->nsolved++] = step;
}

static bool mentioned_later(const Builder *b, int at)
{
  for (int i = at + 1; i < b->group->blocks.len; i++) {
    if (block_mentions(&b->group->blocks.data[i], b->group->blocks.data[at].param)) return true;
  }
  return false;
}

/* how many slices do not meet the condition */
static Symbol *add_count(Builder *b, const Block *block, const char *stem, const Expr *condition)
{
  Index *batch[ARRAY_MAX_AXES];
  int n = 0;
  for (int a = 0; a < block->param->naxes; a++)
    if (expr_has_free(condition, block->own[a])) batch[n++] = block->own[a];
  Symbol *s = scalar_stat(b->pool, arena_printf(pool_arena(b->pool), "%s_%s", stem, block->param->name->text));
  const Expr *count = expr_if(b->pool, condition, expr_num(b->pool, 0), expr_num(b->pool, 1));
  definition_add(b->pool, b->list, s, NULL, expr_sum_n(b->pool, n, batch, count));
  return s;
}

/* slices are numbered by their place in the array; the last one that has no minimum is named */
static void add_fallen(Builder *b, const Block *block)
{
  Index *batch[ARRAY_MAX_AXES];
  int n = 0;
  const Expr *place = expr_num(b->pool, 0);
  for (int a = 0; a < block->param->naxes; a++)
    if (expr_has_free(block->bounded, block->own[a])) {
      const Expr *at = expr_sub(b->pool, expr_index(b->pool, block->own[a]), expr_num(b->pool, 1));
      place = expr_add(b->pool, expr_mul(b->pool, place, expr_axis(b->pool, block->own[a]->axis)), at);
      batch[n++] = block->own[a];
    }
  Symbol *fallen = scalar_stat(b->pool, arena_printf(pool_arena(b->pool), "fallen_%s", block->param->name->text));
  const Expr *first = expr_if(b->pool, block->bounded, expr_num(b->pool, 0), expr_add(b->pool, place, expr_num(b->pool, 1)));
  for (int i = n - 1; i >= 0; i--) first = expr_reduce(b->pool, R_MAX, batch[i], first, NULL, NULL, NULL);
  definition_add(b->pool, b->list, fallen, NULL, first);
  b->out->fallen[b->out->nfallen] = fallen;
  b->out->fallen_param[b->out->nfallen++] = block->param;
}

static void add_closed_form(Builder *b, const Block *block)
{
  Symbol *p = block->param;
  const Expr *at[ARRAY_MAX_AXES], *value = block->value;
  if (block->plain) value = expr_if(b->pool, block->plain, value, block->spare);
  for (int i = 0; is_in_place(block) && i < block->coefs.len; i++)
    value = expr_subst_access(b->pool, value, block->coefs.data[i].stat, block->coefs.data[i].stat->own, block->coefs.data[i].stat->def);
  value = at_current(b, value);
  for (int a = 0; a < p->naxes; a++) at[a] = expr_index(b->pool, block->own[a]);
  if (block->needs) {
    value = expr_if(b->pool, block->needs, value, expr_access(b->pool, symbol_touch(b->pool, p), at));
    b->out->kept[b->out->nkept] = add_count(b, block, "kept", block->needs);
    b->out->kept_param[b->out->nkept++] = p;
  }
  if (block->attained) {
    b->out->remote[b->out->nremote] = add_count(b, block, "remote", block->attained);
    b->out->remote_param[b->out->nremote++] = p;
  }
  if (block->bounded) add_fallen(b, block);
  if (block->free) value = expr_if(b->pool, expr_access(b->pool, block->free, at), value, expr_access(b->pool, symbol_touch(b->pool, p), at));
  definition_add(b->pool, b->list, p, block->own, value);
}

/* labels one entry after the other: the update for one entry, whose place is read from symbols */
static void add_turns(Builder *b, const Block *block)
{
  Stage *s = b->stage;
  Symbol *p = block->param;
  const Expr *at[ARRAY_MAX_AXES], *value = block->value;
  for (int i = 0; i < block->coefs.len; i++)
    value = expr_subst_access(b->pool, value, block->coefs.data[i].stat, block->coefs.data[i].stat->own, block->coefs.data[i].stat->def);
  b->solved[b->nsolved] = p;                               /* its other entries are read as they are by then */
  b->nsolved++;
  value = at_current(b, value);
  b->nsolved--;
  for (int a = 0; a < p->naxes; a++) {
    s->turn_at[a] = scalar_stat(b->pool, "entry");
    s->turn_at[a]->domain = (Domain){ .kind = DOMAIN_LABEL, .lo = 1, .hi = (double)p->axis[a]->size };
    at[a] = expr_access(b->pool, s->turn_at[a], NULL);
  }
  if (p->naxes) value = expr_subst_indices(b->pool, value, p->naxes, block->own, at);
  s->turns = block;
  s->turn_label = scalar_stat(b->pool, "label");
  definition_add(b->pool, &s->turn_list, s->turn_label, NULL, value);
}

/* the stage ends here: what follows reads the values that the search finds */
static void add_search(Builder *b, const Block *block)
{
  Stage *s = b->stage;
  Symbol *p = block->param;
  s->search = block;
  struct { Symbol **to; const char *name; const Expr *value; } part[] = {
    { &s->phi, "phi", block->phi }, { &s->slope, "slope", block->slope }, { &s->curve, "curve", block->curve } };
  for (int i = 0; i < 3; i++) {
    *part[i].to = symbol_new(b->pool, SYM_STAT, name_of(part[i].name), p->naxes, p->axis);
    definition_add(b->pool, &s->search_list, *part[i].to, block->own, part[i].value);
  }
}

/* What the search need not compute once more for each point that it tries: weights, and where a minimum is attained, as arrays of
 * the stage's list. They are as large as the data, but there in time. */
typedef struct Hoist { Builder *b; const Symbol *sought; } Hoist;        /* sought: what is searched, or NULL */
static const Expr *hoist(Pool *pool, const Expr *e, void *context)
{
  const Hoist *h = context;
  bool weight = e->kind == X_ACCESS && e->u.sym->kind == SYM_WEIGHT, place = e->kind == X_REDUCE && (e->op == R_ARGMIN || e->op == R_ARGMAX);
  if ((!weight && !place) || e->nfree > ARRAY_MAX_AXES || (h->sought ? e->nfree == 0 || expr_has_symbol(e, h->sought) : e->has_param)) return e;
  Axis *axis[ARRAY_MAX_AXES];
  const Expr *at[ARRAY_MAX_AXES];
  for (int i = 0; i < e->nfree; i++) {
    if (e->free[i]->bound) return e;
    axis[i] = e->free[i]->axis;
    at[i] = expr_index(pool, e->free[i]);
  }
  Symbol *s = symbol_new(pool, SYM_STAT, weight ? e->u.sym->name : name_of("place"), e->nfree, axis), *plain = symbol_new(pool, SYM_STAT, s->name, e->nfree, axis);
  if (place) plain->domain = (Domain){ .kind = DOMAIN_LABEL, .lo = 1, .hi = (double)e->u.bound[0]->axis->size };
  if (e->nfree) memcpy(s->own, e->free, (size_t)e->nfree * sizeof *s->own);
  s->def = e;
  definition_add(pool, &h->b->stage->list, s, e->free, e);
  CarriedSymbol c = { s, plain };
  vec_push(pool_arena(pool), &h->b->stage->carried, c);
  return expr_access(pool, plain, at);
}

static bool has_place(const Expr *e)
{
  if (e->kind == X_REDUCE && (e->op == R_ARGMIN || e->op == R_ARGMAX)) return true;
  for (int i = 0; i < e->nargs; i++)
    if (has_place(e->arg[i])) return true;
  return false;
}

/* (k == argmin) as a weight: the place alone is kept, so that sums over the members of k stay such */
static const Expr *open_places(Pool *pool, const Expr *e, void *context)
{
  (void)context;
  if (e->kind != X_ACCESS || e->u.sym->kind != SYM_WEIGHT || !has_place(e->u.sym->def)) return e;
  return e->u.sym->naxes ? expr_subst_indices(pool, e->u.sym->def, e->u.sym->naxes, e->u.sym->own, e->arg) : e->u.sym->def;
}

/* after the list ran: a number for each slice; the update follows in a list of its own, as the stage's list would not know it */
static void add_root(Builder *b, const Block *block)
{
  Stage *s = b->stage;
  struct { Symbol **to; const char *name; const Expr *value; DefinitionList *list; } part[] = {
    { &s->root_lo, "lowest", block->root_lo, &s->list }, { &s->root_hi, "highest", block->root_hi, &s->list },
    { &s->root_start, "start", block->root_start, &s->list },
    { &s->equation, "equation", block->equation, &s->root_list }, { &s->equation_slope, "slope", block->equation_slope, &s->root_list } };
  s->root = block;
  for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
    if (!part[i].value) continue;
    *part[i].to = symbol_new(b->pool, SYM_STAT, name_of(part[i].name), block->root->naxes, block->root->axis);
    Hoist h = { b, block->root };
    const Expr *value = at_current(b, part[i].value);
    if (part[i].list == &s->root_list) {
      value = expr_map(b->pool, value, open_places, NULL);
      if (part[i].to == &s->equation && (s->jumps = plan_jumps(b->pool, &s->list, value, block->root, block->root_own, &value))) part[i + 1].value = NULL;
      value = expr_map(b->pool, value, hoist, &h);
    }
    definition_add(b->pool, part[i].list, *part[i].to, block->root_own, value);
  }
  b->list = &s->after_root;
}

/* gradient and Hessian of the surrogate in the blocks that are solved together, at the touch; the stage ends with the solve */
static void add_solve(Builder *b, const Block *block, int n)
{
  Arena *arena = pool_arena(b->pool);
  Stage *s = b->stage;
  const char *why;
  Moments m = { .pool = b->pool, .early = &s->list, .nsolved = b->nsolved, .solved = b->solved, .step = b->step, .count = b->moments };
  s->nsolve = n;
  s->solve_param = ARENA_ARRAY(arena, Symbol *, n);
  s->solve_slope = ARENA_ARRAY(arena, Symbol *, n);
  s->solve_curve = ARENA_ARRAY(arena, Symbol *, n * n);
  for (int i = 0; i < n; i++) {
    Symbol *p = block[i].param;
    const char *name = p->name->text;
    const Expr *g = expr_diff(b->pool, b->group->surrogate, p, block[i].own, &why);
    s->solve_param[i] = p;
    s->solve_slope[i] = symbol_new(b->pool, SYM_STAT, name_of(arena_printf(arena, "slope_%s", name)), p->naxes, p->axis);
    definition_add(b->pool, &s->list, s->solve_slope[i], block[i].own, moments_expand(&m, at_current(b, g)));
    for (int j = i; j < n; j++) {
      Symbol *q = block[j].param;
      Index *own[ARRAY_MAX_AXES];
      Axis *axis[ARRAY_MAX_AXES];
      for (int a = 0; a < p->naxes; a++) own[a] = block[i].own[a];
      for (int a = 0; a < q->naxes; a++) own[p->naxes + a] = index_new(b->pool, block[j].own[a]->name, q->axis[a]);
      for (int a = 0; a < p->naxes + q->naxes; a++) axis[a] = own[a]->axis;
      const Expr *h = expr_diff(b->pool, g, q, own + p->naxes, &why);
      Symbol *curve = symbol_new(b->pool, SYM_STAT, name_of(arena_printf(arena, "curve_%s_%s", name, q->name->text)), p->naxes + q->naxes, axis);
      definition_add(b->pool, &s->list, curve, own, moments_expand(&m, at_current(b, h)));
      s->solve_curve[i * n + j] = curve;
    }
  }
  b->moments = m.count;
}

/* The blocks' part of the surrogate, lowered after the list ran. Its weights are arrays of the list: they are the same at every
 * point that is tried. */
static bool add_inner(Builder *b, const Block *block, int n, DiagList *diags)
{
  Symbol **param = ARENA_ARRAY(pool_arena(b->pool), Symbol *, n);
  const int solved = b->nsolved;
  const Expr *value = block->phi;
  for (int i = 0; i < n; i++) b->solved[b->nsolved++] = param[i] = block[i].param;      /* these stay parameters */
  value = at_current(b, value);
  b->nsolved = solved;
  bool others = value->has_touch;
  for (int i = 0; i < solved; i++) others |= expr_has_symbol(value, b->solved[i]);
  Hoist h = { b, NULL };
  value = expr_map(b->pool, value, hoist, &h);
  return (b->stage->inner = plan_descent(b->pool, b->d, value, n, param, others, diags)) != NULL;
}

static bool mentioned(const PlanGroup *g, const Symbol *s)
{
  for (int i = 0; i < g->nstages; i++) {
    static const DefinitionList none = { 0 };
    const JointStep *inner = g->stage[i].inner;
    const DefinitionList *lists[] = { &g->stage[i].list, &g->stage[i].search_list, &g->stage[i].root_list, &g->stage[i].after_root, inner ? &inner->value : &none };
    for (int l = 0; l < 5; l++)
      for (int k = 0; k < lists[l]->n; k++)
        if (expr_has_symbol(lists[l]->def[k].value, s)) return true;
  }
  return false;
}

/* steps that no expansion took up */
static void drop_steps(Builder *b)
{
  for (int i = 0; i < b->out->nstages; i++) {
    DefinitionList *list = &b->out->stage[i].list;
    int n = 0;
    for (int k = 0; k < list->n; k++) {
      bool step = false;
      for (int j = 0; j < b->nsolved; j++) step |= list->def[k].target == b->step[j];
      if (!step || mentioned(b->out, list->def[k].target)) list->def[n++] = list->def[k];
    }
    list->n = n;
  }
}

/* Coefficients and moments of a group of one stage with closed forms alone: nothing but its list reads them */
static void pass_statistics(PlanGroup *g)
{
  Stage *s = &g->stage[0];
  if (g->nstages > 1 || s->search || s->root || s->turns || s->inner || s->nsolve || g->surrogate) return;
  for (int k = 0; k < s->list.n; k++) s->list.def[k].passing = s->list.def[k].target->kind == SYM_STAT && s->list.def[k].target->naxes > 0;
}

static int solved_together(const SurrogateGroup *group, int at)
{
  int n = 1;
  while (group->blocks.data[at].solve && at + n < group->blocks.len && group->blocks.data[at + n].solve == group->blocks.data[at].solve) n++;
  return n;
}

static void open_residuals(Pool *pool, PlanGroup *g)
{
  DefinitionList *list = &g->stage[0].list;
  const Expr *scale = NULL;
  list->def[0].value = plan_open_residuals(pool, list, list->def[0].value, &scale);
  if (!scale) return;
  g->loss_scale = scalar_stat(pool, "loss_scale");
  definition_add(pool, list, g->loss_scale, NULL, scale);
}

/* does the run have to test the surrogate at the new parameters? */
static bool is_tested(const SurrogateGroup *g) { return strchr("LF", surrogate_type(g)) != NULL; }

/* the surrogate there */
static void add_guard(Builder *b)
{
  Symbol *stiffness = rules_stiffness(b->d->rules);
  if (!is_tested(b->group)) return;
  b->out->surrogate_list.arena = pool_arena(b->pool);
  b->out->surrogate = scalar_stat(b->pool, "surrogate");
  definition_add(b->pool, &b->out->surrogate_list, b->out->surrogate, NULL, b->group->surrogate);
  if (expr_has_symbol(b->group->surrogate, stiffness)) b->out->stiffness = stiffness;
}

/* The loss at the touch is wanted of the first group, which yields that of the iteration before, and where the surrogate is tested. */
static bool plan_group(Pool *pool, const Derivation *d, const SurrogateGroup *group, bool first, PlanGroup *out, DiagList *diags)
{
  bool with_loss = first || is_tested(group);
  Arena *arena = pool_arena(pool);
  Builder b = { .pool = pool, .d = d, .group = group, .out = out };
  out->nparams = group->nparams;
  out->param = group->param;
  out->stage = ARENA_ARRAY(arena, Stage, group->blocks.len + 1);
  out->kept = ARENA_ARRAY(arena, Symbol *, group->blocks.len);
  out->kept_param = ARENA_ARRAY(arena, Symbol *, group->blocks.len);
  out->remote = ARENA_ARRAY(arena, Symbol *, group->blocks.len);
  out->remote_param = ARENA_ARRAY(arena, Symbol *, group->blocks.len);
  out->fallen = ARENA_ARRAY(arena, Symbol *, group->blocks.len);
  out->fallen_param = ARENA_ARRAY(arena, Symbol *, group->blocks.len);
  stage_new(&b);
  out->loss = scalar_stat(pool, "loss");
  if (with_loss) definition_add(pool, &b.stage->list, out->loss, NULL, expr_touch(pool, d->loss->value));
  for (int i = 0; i < group->blocks.len; i++) {
    const Block *block = &group->blocks.data[i];
    int together = solved_together(group, i);
    bool inner = block->update == UPDATE_INNER_SOLVER && !block->row;
    if (together > 1 || inner) {
      if (!inner) add_solve(&b, block, together);
      else if (!add_inner(&b, block, together, diags)) return false;
      if (i + together < group->blocks.len) stage_new(&b);
      for (int k = 0; k < together; k++) add_step(&b, &block[k], mentioned_later(&b, i + k) && i + together < group->blocks.len);
      i += together - 1;
      continue;
    }
    add_coefficients(&b, block);
    if (block->in_turn) {
      add_turns(&b, block);
      if (i + 1 < group->blocks.len) stage_new(&b);
    } else if (block->update == UPDATE_ONE_DIMENSIONAL && !block->value) {
      add_search(&b, block);
      if (i + 1 < group->blocks.len) stage_new(&b);
    } else {
      if (block->root) add_root(&b, block);
      add_closed_form(&b, block);
      if (block->root && i + 1 < group->blocks.len) stage_new(&b);
    }
    add_step(&b, block, mentioned_later(&b, i));
  }
  add_guard(&b);
  out->centred = b.moments > 0;
  drop_steps(&b);
  Weights w = { .order = { .pool = pool, .standard.arena = arena } };
  for (int i = 0; i < out->nstages; i++) {
    DefinitionList *lists[] = { &out->stage[i].list, &out->stage[i].root_list, &out->stage[i].after_root, &out->stage[i].turn_list };
    for (int l = 0; l < 4; l++)
      for (int k = 0; k < lists[l]->n; k++) lists[l]->def[k].value = weights_ordered(&w, lists[l]->def[k].value);
  }
  out->centred |= w.order.opened;
  if (with_loss) open_residuals(pool, out);
  for (int i = 0; i < out->nstages; i++) plan_recentre(&w.order, &out->stage[i].list);
  for (int i = 0; i < out->nstages; i++) plan_banded(pool, &out->stage[i].list);
  pass_statistics(out);
  return true;
}

Plan *plan_make(Pool *pool, const Derivation *d, DiagList *diags)
{
  Arena *arena = pool_arena(pool);
  Plan *p = ARENA_NEW(arena, Plan);
  p->pool = pool;
  p->derivation = d;
  p->loss_list.arena = arena;
  p->loss = scalar_stat(pool, "loss");
  Weights w = { .order = { .pool = pool, .standard.arena = arena } };
  const Expr *scale = NULL, *loss = plan_open_residuals(pool, NULL, expr_touch(pool, d->loss->value), &scale);
  definition_add(pool, &p->loss_list, p->loss, NULL, weights_ordered(&w, loss));
  p->ngroups = d->groups.len;
  p->group = ARENA_ARRAY(arena, PlanGroup, d->groups.len + 1);
  for (int i = 0; i < d->groups.len; i++)
    if (!plan_group(pool, d, &d->groups.data[i], i == 0, &p->group[i], diags)) return NULL;
  if (d->njoint && !(p->joint = plan_joint(pool, d, diags))) return NULL;
  p->divided = ARENA_ARRAY(arena, Symbol *, d->loss->nparams + 1);
  for (int i = 0; i < d->loss->nparams; i++) {
    bool divided = false;
    for (int g = 0; g < d->groups.len && !divided; g++) divided = plan_divides_by(pool, d->groups.data[g].surrogate, d->loss->param[i].sym);
    if (divided) p->divided[p->ndivided++] = d->loss->param[i].sym;
  }
  return p;
}

/* ---- print ------------------------------------------------------------------------------------------------------------------------ */

static void print_list(Buf *out, const DefinitionList *list, const char *indent)
{
  for (int i = 0; i < list->n; i++) {
    const Definition *d = &list->def[i];
    buf_printf(out, "%s%s", indent, d->target->name->text);
    for (int a = 0; a < d->target->naxes; a++) buf_printf(out, "%s%s", a ? ", " : "[", d->own[a]->name->text);
    buf_put(out, d->target->naxes ? "] := " : " := ");
    expr_print(out, d->value);
    buf_putc(out, '\n');
  }
}

void plan_print(Buf *out, const Plan *p)
{
  for (int g = 0; g < p->ngroups; g++) {
    buf_printf(out, "group %d\n", g + 1);
    for (int s = 0; s < p->group[g].nstages; s++) {
      const Stage *stage = &p->group[g].stage[s];
      print_list(out, &stage->list, "  ");
      for (int k = 0; k < stage->nsolve; k++) buf_printf(out, k ? ", %s" : "  solve together %s", stage->solve_param[k]->name->text);
      if (stage->nsolve) buf_putc(out, '\n');
      if (stage->root) {
        buf_printf(out, "  search %s, where the equation is 0\n", stage->root->root->name->text);
        print_list(out, &stage->root_list, "    ");
        if (stage->jumps) jumps_print(out, stage->jumps, stage->root->root->naxes);
        print_list(out, &stage->after_root, "  ");
      }
      if (stage->inner) {
        buf_put(out, "  one step on this part of the surrogate, of");
        for (int k = 0; k < stage->inner->nparts; k++) buf_printf(out, "%s %s", k ? "," : "", stage->inner->part[k].param->name->text);
        buf_putc(out, '\n');
        print_list(out, stage->inner->has_hessian ? &stage->inner->hessian : &stage->inner->gradient, "    ");
      }
      if (stage->turns) {
        buf_printf(out, "  one entry of %s after the other\n", stage->turns->param->name->text);
        print_list(out, &stage->turn_list, "    ");
      }
      if (!stage->search) continue;
      buf_printf(out, "  search %s entry by entry\n", stage->search->param->name->text);
      print_list(out, &stage->search_list, "    ");
    }
  }
  if (!p->joint) return;
  buf_put(out, "joint step\n");
  print_list(out, p->joint->has_hessian ? &p->joint->hessian : &p->joint->gradient, "  ");
}
