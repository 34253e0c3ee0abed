/* whole.c: see whole.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/whole.h"
#include "rules/conditions.h"
#include "derive/naming.h"
#include "rules/rows.h"
#include <string.h>

typedef struct Filling {
  Pool *pool;
  Symbol *param;
  Index *own[ARRAY_MAX_AXES];             /* of all axes of the parameter */
  unsigned slice;                         /* those that the rule's unknown has */
  Bindings b;
} Filling;

/* which axes one unknown of the rule stands for; false: it serves no such parameter */
static bool slice_of(const Majorizer *m, const Symbol *p, unsigned *slice)
{
  Minimizer row = { .domain = m->unknown->domain, .naxes = m->unknown->naxes };
  if (domain_is_proper(&p->domain)) row.domain.lo = p->domain.lo;      /* a bound on all orthogonal matrices is one on rotations */
  if (row.domain.kind == DOMAIN_SIMPLEX && p->domain.kind == DOMAIN_SIMPLEX) {      /* nor does it mind bounds of the cells */
    row.domain.lo = p->domain.lo;
    row.domain.hi = p->domain.hi;
  }
  if (row_serves(&row, p) == SERVES_NOT) return false;
  *slice = m->unknown->naxes == 0 ? 0 : p->domain.axes ? p->domain.axes : (1u << p->naxes) - 1;
  int n = __builtin_popcount(*slice);
  bool alone = m->local || m->guarded || m->keeps || n == p->naxes || m->unknown->naxes == 0;      /* a proved bound holds while other slices stay */
  return alone && (m->unknown->naxes == 0 ? p->domain.axes == 0 : m->unknown->naxes == 1 ? n >= 1 || p->naxes == 0 : n == 2);
}

static bool in_slice(const Filling *f, int axis) { return f->slice >> axis & 1; }

/* the unknown, its axes and what the rule may ask of the loss */
static bool begin(Filling *f, Pool *pool, const Rules *rules, const Majorizer *m, const Loss *loss, Symbol *p)
{
  *f = (Filling){ .pool = pool, .param = p };
  if (!slice_of(m, p, &f->slice)) return false;
  f->b = (Bindings){ .pool = pool, .facts = facts_new(pool, 1, &p), .where = m->where, .whole = loss->value, .stiffness = rules->stiffness };
  const Expr *at[ARRAY_MAX_AXES];
  Naming names = { .pool = pool, .context = loss->value };
  for (int a = 0; a < p->naxes; a++) f->own[a] = index_new(pool, p->axis[a]->name, p->axis[a]);
  naming_add_own(&names, loss, p, f->own);                  /* as the loss calls them */
  for (int a = 0; a < p->naxes; a++) {
    at[a] = naming_apply(&names, expr_index(pool, f->own[a]));
    f->own[a] = at[a]->u.index;
  }
  for (int k = 0; k < m->unknown->naxes; k++) {
    if (k && m->unknown->axis[k] == m->unknown->axis[0]) continue;
    AxisBinding *x = &f->b.axis[f->b.naxes++];
    *x = (AxisBinding){ .pattern = m->unknown->axis[k] };
    for (int a = 0, place = 0; a < p->naxes; a++) {
      if (!in_slice(f, a)) continue;
      if (m->unknown->naxes == 1 || place == k) {
        x->target[x->ntargets] = p->axis[a];
        x->hint[x->ntargets++] = f->own[a]->name;
      }
      place++;
    }
  }
  HoleBinding *h = bindings_set(&f->b, m->unknown->name, expr_access(pool, p, at));
  for (int a = 0; a < p->naxes; a++)
    if (in_slice(f, a)) h->arg[h->nargs++] = f->own[a];
  return bindings_set(&f->b, m->form, loss->value) != NULL;
}

const Majorizer *whole_rule_for(Pool *pool, const Rules *rules, const Loss *loss, Symbol *param, const Name *const *use_rule)
{
  Filling f;
  for (; use_rule && *use_rule; use_rule++)
    for (int i = 0; i < rules_wholes(rules)->len; i++) {
      const Majorizer *m = rules_wholes(rules)->data[i];
      if (m->text.name == *use_rule && rule_complete(&m->text) && expr_has_symbol(loss->value, param) && begin(&f, pool, rules, m, loss, param) && conditions_hold(&f.b, m->where, NULL, NULL)) return m;
    }
  return NULL;
}

/* the place-th of the slice's indices */
static const Name *name_in_slice(const Filling *f, int place)
{
  for (int a = 0; a < f->param->naxes; a++)
    if (in_slice(f, a) && place-- == 0) return f->own[a]->name;
  return NULL;
}

/* a weight of the rule, g[k] = …, over all indices of its definition */
static bool bind_weight(Filling *f, const RuleLet *let, Step *step)
{
  Index *arg[ARRAY_MAX_AXES];
  Axis *axis[ARRAY_MAX_AXES];
  const Expr *at[ARRAY_MAX_AXES];
  int outer = f->b.nmap, nargs = 0;
  for (int k = 0; k < let->nargs; k++) {
    const AxisBinding *x = NULL;
    for (int i = 0; i < f->b.naxes && !x; i++)
      if (f->b.axis[i].pattern == let->arg[k]->axis) x = &f->b.axis[i];
    for (int i = 0; x && i < x->ntargets && nargs < ARRAY_MAX_AXES; i++) {
      arg[nargs] = index_new(f->pool, x->ntargets == 1 && k ? let->arg[k]->name : name_in_slice(f, x->ntargets == 1 ? k : i), x->target[i]);
      bindings_map(&f->b, let->arg[k], expr_index(f->pool, arg[nargs++]));
    }
    if (!x) return false;
  }
  const Expr *value = instantiate(&f->b, let->value);
  double number;
  f->b.nmap = outer;
  if (!value || value->nfree > ARRAY_MAX_AXES) return false;
  if (!expr_number(value, &number)) {
    Symbol *s;
    for (int i = 0; i < value->nfree; i++) { axis[i] = value->free[i]->axis; at[i] = expr_index(f->pool, value->free[i]); }
    s = symbol_new(f->pool, SYM_WEIGHT, name_of(arena_printf(pool_arena(f->pool), "%s_%s", let->name->text, f->param->name->text)), value->nfree, axis);
    s->def = value;
    if (value->nfree) memcpy(s->own, value->free, (size_t)value->nfree * sizeof *s->own);
    vec_push(pool_arena(f->pool), &step->weights, s);
    value = expr_access(f->pool, s, at);
  }
  HoleBinding *h = bindings_set(&f->b, let->name, value);
  if (!h) return false;
  h->nargs = nargs;
  memcpy(h->arg, arg, (size_t)nargs * sizeof *arg);
  return true;
}

/* what the rule adds for this parameter, over all its slices */
static const Expr *addition(Pool *pool, const Rules *rules, const Majorizer *m, const Loss *loss, Symbol *p, Step *step)
{
  Filling f;
  Proofs found = { 0 };
  Index *outer[ARRAY_MAX_AXES];
  int n = 0;
  if (!begin(&f, pool, rules, m, loss, p) || !conditions_hold(&f.b, m->where, &found, NULL)) return NULL;
  for (int i = 0; i < found.len; i++) vec_push(pool_arena(pool), &step->proofs, found.data[i]);
  for (int i = 0; i < m->weights.len; i++)
    if (!bind_weight(&f, &m->weights.data[i], step)) return NULL;
  const Expr *rest = instantiate(&f.b, m->bound);
  for (int a = 0; a < p->naxes; a++)
    if (!in_slice(&f, a)) outer[n++] = f.own[a];
  return rest ? expr_sum_n(pool, n, outer, rest) : NULL;
}

const Expr *whole_apply(Pool *pool, const Rules *rules, SurrogateGroup *g, const Loss *loss, const Name *const *use_rule)
{
  const Majorizer *rule[LOSS_MAX_PARAMS];
  const Expr *so_far = loss->value;
  bool keeps = true, done[LOSS_MAX_PARAMS] = { false };
  for (int i = 0; i < g->nparams; i++) {
    rule[i] = whole_rule_for(pool, rules, loss, g->param[i], use_rule);
    keeps &= !rule[i] || rule[i]->keeps;
  }
  const Expr *sum = keeps ? loss->value : expr_touch(pool, loss->value);
  for (int i = 0; i < g->nparams; i++) {
    if (!rule[i] || done[i]) continue;
    Step step = { .rule = rule[i], .before = so_far };
    for (int k = i; k < g->nparams; k++) {
      if (rule[k] != rule[i]) continue;
      const Expr *more = addition(pool, rules, rule[i], loss, g->param[k], &step);
      if (!more) return NULL;
      sum = expr_add(pool, sum, more);
      done[k] = true;
    }
    int skip = 0;
    const Replay *r = g->replay;
    if (r && r->next(r->context, so_far, &skip) != rule[i]) return NULL;
    so_far = step.after = sum;
    if (r && !r->taken(r->context, &step)) return NULL;
    vec_push(pool_arena(pool), &g->steps, step);
  }
  return sum;
}

bool whole_keeps(const SurrogateGroup *g)
{
  for (int i = 0; i < g->steps.len; i++)
    if (g->steps.data[i].rule->unknown && !g->steps.data[i].rule->keeps) return false;
  return true;
}
