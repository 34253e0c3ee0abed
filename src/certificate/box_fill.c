/* box_fill.c: a rule with two entries on each axis, written in numbers; see box_internal.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate/box_internal.h"
#include "certificate/numbers.h"
#include <string.h>

static Symbol *add_scalar(Prover *p, SymbolKind kind, const char *name, double lo, double hi)
{
  if (p->n == BOX_MOST) return NULL;
  Symbol *s = symbol_new(p->pool, kind, name_of(name), 0, NULL);
  s->domain = (Domain){ .kind = DOMAIN_INTERVAL, .lo = lo, .hi = hi };
  p->whole.side[p->n] = range_closed(lo, hi);
  p->symbol[p->n++] = s;
  return s;
}

static bool add_entries(Prover *p, const Sampled *h)
{
  int count = 1;
  for (int a = 1; a < h->symbol->naxes; a++) count *= (int)h->symbol->axis[a]->size;
  for (int k = 0; k < count; k++) {
    const char *name = count == 1 ? h->name->text : arena_printf(p->arena, "%s%d", h->name->text, k + 1);
    bool moves = h->symbol->kind == SYM_PARAM;
    Entry e = { h->symbol, k, add_scalar(p, moves ? SYM_PARAM : SYM_ATOM, name, h->lo, h->hi), NULL };
    if (!e.scalar) return false;
    if (moves) {
      if (!(e.touch = add_scalar(p, SYM_ATOM, arena_printf(p->arena, "%s at the touch", name), h->lo, h->hi))) return false;
      p->moves[p->moving] = e.scalar;
      p->held[p->moving++] = e.touch;
    }
    vec_push(p->arena, &p->entry, e);
  }
  return true;
}

static const Expr *extreme(Pool *pool, ReduceOp op, const Expr *a, const Expr *b)
{
  const Expr *less = expr_cmp(pool, C_LE, a, b);
  return op == R_MIN ? expr_if(pool, less, a, b) : expr_if(pool, less, b, a);
}

/* a sum, product, least or greatest over an axis of two as an expression of its two terms; a conditional term as 0, 1 or left out */
static const Expr *write_out(Prover *p, const Expr *e)
{
  Index *open[EXPR_OPEN_INDICES];
  const Expr *arg[EXPR_OPEN_ARGS], *all = NULL;
  Pool *pool = p->pool;
  if (e->nbound != 1 || e->u.bound[0]->axis->size != BOX_ENTRIES || e->op > R_MAX) return e;
  expr_open(pool, e, open, arg);
  for (int k = 1; k <= BOX_ENTRIES; k++) {
    const Expr *place = expr_num(pool, k), *term = expr_subst_index(pool, arg[0], open[0], place), *counts = expr_subst_index(pool, arg[1], open[0], place);
    for (int end = 2; end < e->nargs; end++)
      counts = expr_mul(pool, counts, end == 2 ? expr_cmp(pool, C_LE, arg[2], place) : expr_cmp(pool, C_LE, place, arg[3]));
    bool always = expr_is_num(counts, 1);
    if (expr_is_num(counts, 0)) continue;
    if (e->op == R_SUM) term = expr_mul(pool, counts, term);
    else if (!always && e->op == R_PROD) term = expr_if(pool, counts, term, expr_num(pool, 1));
    else if (!always) return e;
    if (!all) all = term;
    else all = e->op == R_SUM ? expr_add(pool, all, term) : e->op == R_PROD ? expr_mul(pool, all, term) : extreme(pool, (ReduceOp)e->op, all, term);
  }
  return all ? all : e->op == R_SUM || e->op == R_PROD ? expr_num(pool, e->op == R_PROD) : e;
}

/* argmin{k} f[k] == 1, of two */
static const Expr *write_out_place(Prover *p, const Expr *e)
{
  Index *open[EXPR_OPEN_INDICES];
  const Expr *arg[EXPR_OPEN_ARGS], *term[BOX_ENTRIES];
  if (e->nbound != 1 || e->u.bound[0]->axis->size != BOX_ENTRIES) return e;
  expr_open(p->pool, e, open, arg);
  for (int k = 0; k < BOX_ENTRIES; k++) term[k] = expr_subst_index(p->pool, arg[0], open[0], expr_num(p->pool, k + 1));
  bool least = e->op == R_ARGMIN;
  return expr_if(p->pool, expr_cmp(p->pool, C_LE, term[least ? 0 : 1], term[least ? 1 : 0]), expr_num(p->pool, 1), expr_num(p->pool, 2));
}

/* f[if c then 1 else 2] */
static const Expr *access_by_case(Prover *p, const Expr *e, int at)
{
  const Expr *arg[ARRAY_MAX_AXES], *branch[2];
  memcpy(arg, e->arg, (size_t)e->nargs * sizeof *arg);
  for (int k = 0; k < 2; k++) {
    arg[at] = e->arg[at]->arg[1 + k];
    branch[k] = expr_access(p->pool, e->u.sym, arg);
  }
  return expr_if(p->pool, e->arg[at]->arg[0], branch[0], branch[1]);
}

static const Expr *as_scalars(Pool *pool, const Expr *e, void *context)
{
  Prover *p = context;
  if (e->kind == X_AXIS && e->u.axis->size == BOX_ENTRIES) return expr_num(pool, BOX_ENTRIES);
  if (e->kind == X_REDUCE) return e->op == R_ARGMIN || e->op == R_ARGMAX ? write_out_place(p, e) : write_out(p, e);
  if (e->kind != X_ACCESS) return e;
  for (int a = 1; a < e->nargs; a++)
    if (e->arg[a]->kind == X_IF) return access_by_case(p, e, a);
  for (int i = 0; i < p->entry.len; i++) {
    const Entry *t = &p->entry.data[i];
    bool touch = e->u.sym->kind == SYM_TOUCH;
    if ((touch ? e->u.sym->twin : e->u.sym) != t->array) continue;
    int place = 0;
    double k;
    for (int a = 1; a < e->nargs; a++) {
      if (!expr_number(e->arg[a], &k)) return e;
      place = place * (int)t->array->axis[a]->size + (int)k - 1;
    }
    if (place == t->place) return expr_access(pool, touch ? t->touch : t->scalar, NULL);
  }
  return e;
}

/* substitution of a term's index may leave what can be written out only now */
static const Expr *scalars(Prover *p, const Expr *e)
{
  for (const Expr *before = NULL; e != before;) { before = e; e = expr_map(p->pool, e, as_scalars, p); }
  return e;
}

static bool add_condition(Prover *p, const Expr *condition, int at)
{
  if (at < condition->nfree) {
    int outer = p->s.b.nmap;
    bool good = true;
    for (int k = 1; good && k <= BOX_ENTRIES; k++) {
      bindings_map(&p->s.b, condition->free[at], expr_num(p->pool, k));
      good = add_condition(p, condition, at + 1);
      p->s.b.nmap = outer;
    }
    return good;
  }
  const Expr *e = instantiate(&p->s.b, condition);
  if (!e || p->nconditions > 2 * CONDITIONS_MOST - 2) return false;
  const Expr *both[2] = { scalars(p, e), scalars(p, expr_touch(p->pool, e)) };
  for (int i = 0; i < 2; i++)
    if (!expr_is_num(both[i], 1)) p->condition[p->nconditions++] = both[i];
  return true;
}

static const char *set_function(Prover *p, const Step *s, const Expr *hole, Numbers *numbers)
{
  for (int i = 0; i < s->holes.len; i++) {
    const StepHole *h = &s->holes.data[i];
    if (h->name != hole->u.name || !h->variable) continue;
    const Expr *f = numbers_for_data(numbers, h->value, h->variable);
    HoleBinding *b = numbers->failed ? NULL : bindings_set(&p->s.b, h->name, f);
    if (!b) return "too many numbers";
    b->variable = h->variable;
    for (int k = 0; k < numbers->n; k++) {
      if (p->n == BOX_MOST) return "too many numbers";
      p->whole.side[p->n] = range_closed(numbers->symbol[k]->domain.lo, numbers->symbol[k]->domain.hi);
      p->symbol[p->n++] = numbers->symbol[k];
    }
    return NULL;
  }
  return "its function is not recorded";
}

static bool condition_names(const Expr *where, const char *word)
{
  for (int i = 0; i < condition_count(where); i++) {
    const Expr *c = condition_at(where, i);
    if (c->kind == X_HOLE && !strcmp(c->u.name->text, word)) return true;
  }
  return false;
}

const char *box_fill(Prover *p, Facts *facts, const Step *step)
{
  const Majorizer *m = step->rule;
  RuleSampler *s = &p->s;
  if (m->descent) return "a promise of descent, no bound";
  Numbers numbers = { .pool = p->pool, .facts = facts };
  const Expr *hole = sampler_function_hole(m->pattern);
  if (condition_names(m->where, "whole")) return "whole numbers";
  sampler_add_axes(s, m->pattern);
  sampler_add_axes(s, m->bound);
  for (int i = 0; i < s->b.naxes; i++)
    if (s->b.axis[i].target[0]->size != BOX_ENTRIES) return "other axes";
  if (!sampler_add_matches(s, m->where) || !sampler_add_holes(s, m->pattern, m->where, false)) return "its check names no interval";
  for (int i = 0; i < s->holes.len; i++) {
    const Sampled *h = &s->holes.data[i];
    if (h->direction || h->rotation) return "matrices and directions";
    if (!h->definite) continue;
    h->symbol->domain = (Domain){ .kind = DOMAIN_SPD, .axes = 3u << (h->nargs - 1) };
    p->matrices = true;
  }
  if (p->matrices && (hole || condition_names(m->where, "matches"))) return "matrices and directions";
  for (int i = 0; i < s->holes.len && !p->matrices; i++)
    if (!add_entries(p, &s->holes.data[i])) return "too many numbers";
  Symbol *arrays[MATCH_MAX_HOLES];
  int n = 0;
  for (int i = 0; i < s->holes.len; i++)
    if (s->holes.data[i].symbol->kind == SYM_PARAM) arrays[n++] = s->holes.data[i].symbol;
  s->b.facts = facts_new(p->pool, n, arrays);
  const char *why = hole ? set_function(p, step, hole, &numbers) : NULL;
  if (why) return why;
  for (int i = 0; i < m->weights.len; i++)
    if (!sampler_bind_let(s, &m->weights.data[i])) return "its weights cannot be filled";
  const Expr *target = instantiate(&s->b, m->pattern), *bound = instantiate(&s->b, m->bound);
  if (!target || !bound) return "it cannot be filled";
  p->target = p->matrices ? target : scalars(p, target);
  p->bound = p->matrices ? bound : scalars(p, bound);
  p->gap = expr_sub(p->pool, p->bound, p->target);
  if (p->matrices) return NULL;
  if (p->gap->nfree || p->gap->has_hole) return "it cannot be written in numbers";
  for (int i = 0; i < condition_count(m->where); i++) {
    const Expr *c = condition_at(m->where, i);
    if (!sampler_is_predicate(c) && c->kind != X_NUM && !add_condition(p, c, 0)) return "its conditions cannot be filled";
  }
  return p->moving ? NULL : "nothing moves";
}
