/* box_check.c: see box_check.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/box_check.h"
#include "derive/box_bound.h"
#include "derive/box_symmetry.h"
#include "derive/numbers.h"
#include "derive/rule_check.h"
#include "derive/vanish.h"
#include "expr/diff.h"
#include "expr/function.h"
#include "expr/print.h"
#include "expr/range_list.h"
#include <math.h>
#include <string.h>

enum { ENTRIES = 2, BOXES_MOST = 6000, WORK = 3000000, STACK = 600, KINKS_MOST = 8, CONDITIONS_MOST = 8, ROOTS = 2 + 2 * CONDITIONS_MOST + KINKS_MOST + BOX_MOST + BOX_MOST * BOX_MOST };
static const double precision = 1e-6, smallest = 1e-18, slack = 1e-5;

typedef struct Box { Range side[BOX_MOST]; double least; } Box;

/* which scalar stands for an entry of a hole's array, and for that of its touch */
typedef struct Entry { const Symbol *array; int place; Symbol *scalar, *touch; } Entry;

typedef struct Prover {
  const Rules *rules;
  Pool *pool; Arena *arena;
  RuleSampler s;
  VEC(Entry) entry;
  int n; Symbol *symbol[BOX_MOST];        /* all scalars */
  int moving; Symbol *moves[BOX_MOST], *held[BOX_MOST];      /* entries of what moves, and of its touch */
  const Expr *target, *bound, *gap;
  int nconditions; const Expr *condition[2 * CONDITIONS_MOST];
  int nkinks; const Expr *kink[KINKS_MOST]; bool unknown_kinks;
  RangeList *list; bool bends;            /* roots: gap, target, conditions, kinks; where it bends, then slopes and second derivatives */
  double tolerance;
  Box whole;
} Prover;

/* ---- a rule with two entries on each axis ------------------------------------------------------------------------------------- */

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
  if (e->nbound != 1 || e->u.bound[0]->axis->size != ENTRIES || e->op > R_MAX) return e;
  expr_open(pool, e, open, arg);
  for (int k = 1; k <= ENTRIES; k++) {
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
  const Expr *arg[EXPR_OPEN_ARGS], *term[ENTRIES];
  if (e->nbound != 1 || e->u.bound[0]->axis->size != ENTRIES) return e;
  expr_open(p->pool, e, open, arg);
  for (int k = 0; k < ENTRIES; k++) term[k] = expr_subst_index(p->pool, arg[0], open[0], expr_num(p->pool, k + 1));
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
  if (e->kind == X_AXIS && e->u.axis->size == ENTRIES) return expr_num(pool, ENTRIES);
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
    for (int k = 1; good && k <= ENTRIES; k++) {
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

static const char *fill(Prover *p, Facts *facts, const Step *step)
{
  const Majorizer *m = step->rule;
  RuleSampler *s = &p->s;
  if (m->descent) return "a promise of descent, no bound";
  Numbers numbers = { .pool = p->pool, .facts = facts };
  const Expr *hole = sampler_function_hole(m->pattern);
  for (int i = 0; i < condition_count(m->where); i++) {
    const Expr *c = condition_at(m->where, i);
    if (c->kind == X_HOLE && !strcmp(c->u.name->text, "whole")) return "whole numbers";
  }
  sampler_add_axes(s, m->pattern);
  sampler_add_axes(s, m->bound);
  for (int i = 0; i < s->b.naxes; i++)
    if (s->b.axis[i].target[0]->size != ENTRIES) return "other axes";
  if (!sampler_add_matches(s, m->where) || !sampler_add_holes(s, m->pattern, m->where, false)) return "its check names no interval";
  for (int i = 0; i < s->holes.len; i++) {
    const Sampled *h = &s->holes.data[i];
    if (h->definite || h->direction || h->rotation) return "matrices and directions";
    if (!add_entries(p, h)) return "too many numbers";
  }
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
  p->target = scalars(p, target);
  p->bound = scalars(p, bound);
  p->gap = expr_sub(p->pool, p->bound, p->target);
  if (p->gap->nfree || p->gap->has_hole) return "it cannot be written in numbers";
  for (int i = 0; i < condition_count(m->where); i++) {
    const Expr *c = condition_at(m->where, i);
    if (!sampler_is_predicate(c) && c->kind != X_NUM && !add_condition(p, c, 0)) return "its conditions cannot be filled";
  }
  return p->moving ? NULL : "nothing moves";
}

/* ---- convexity ----------------------------------------------------------------------------------------------------------------- */

/* with v for x, x = exp(v), where x is positive and its bit is set */
static const Expr *in_logarithms(Prover *p, const Expr *e, unsigned which, Symbol **active, bool *any)
{
  const Function *exp = function_find(p->pool, "exp");
  for (int i = 0; i < p->moving; i++) {
    active[i] = p->moves[i];
    const Domain *d = &p->moves[i]->domain;
    if (!(which >> i & 1) || !(d->lo > 0) || !exp) continue;
    Symbol *v = symbol_new(p->pool, SYM_PARAM, p->moves[i]->name, 0, NULL);
    v->domain = (Domain){ .kind = DOMAIN_INTERVAL, .lo = log(d->lo), .hi = log(d->hi) };
    e = expr_subst_access(p->pool, e, p->moves[i], NULL, expr_call1(p->pool, exp, expr_access(p->pool, v, NULL)));
    active[i] = v;
    *any = true;
  }
  return e;
}

static bool is_convex(Prover *p, const Expr *e, Symbol *const *active)
{
  Curvature c = facts_curvature(facts_new(p->pool, p->moving, active), e);
  return c == CURV_CONVEX || c == CURV_AFFINE || c == CURV_CONSTANT;
}

static const Expr *term_by_term(Pool *pool, const Expr *e, const Expr *by)
{
  if (e->kind != X_ADD) return expr_div(pool, e, by);
  const Expr *sum = expr_num(pool, 0);
  for (int i = 0; i < e->nargs; i++) sum = expr_add(pool, sum, expr_div(pool, e->arg[i], by));
  return sum;
}

/* The gap, or gap / |target| where the target has one sign, convex in the entries or in logarithms. The names of those in logarithms; NULL: not so */
static const char *coordinates(Prover *p)
{
  Facts *facts = facts_new(p->pool, p->moving, p->moves);
  int sign = facts_sign(facts, p->target);
  for (unsigned which = 0; which < 2; which++)
    for (int relative = 0; relative < 1 + (which && sign); relative++) {
      Symbol *active[BOX_MOST];
      bool any = false;
      const Expr *bound = in_logarithms(p, p->gap, which ? ~0u : 0, active, &any);
      if (relative) {                                      /* the same symbols in both */
        const Expr *b = p->bound, *t = p->target;
        for (int i = 0; i < p->moving; i++) {
          if (active[i] == p->moves[i]) continue;
          const Expr *x = expr_call1(p->pool, function_find(p->pool, "exp"), expr_access(p->pool, active[i], NULL));
          b = expr_subst_access(p->pool, b, p->moves[i], NULL, x);
          t = expr_subst_access(p->pool, t, p->moves[i], NULL, x);
        }
        bound = expr_mul(p->pool, expr_num(p->pool, sign), term_by_term(p->pool, b, t));
      }
      if (which && !any) break;
      if (!is_convex(p, bound, active)) continue;
      return which ? relative ? "(bound - target) / target is convex in logarithms" : "bound - target is convex in logarithms" : "bound - target is convex";
    }
  return NULL;
}

/* ---- what is computed for a box ------------------------------------------------------------------------------------------------- */

static void find_kinks(Prover *p, const Expr *e)
{
  bool bends = e->kind == X_CMP || (e->kind == X_CALL && !strcmp(e->u.fn->name->text, "abs"));
  if (bends) {
    for (int i = 0; i < p->nkinks; i++)
      if (p->kink[i] == e) return;
    if (p->nkinks == KINKS_MOST) p->unknown_kinks = true;
    else p->kink[p->nkinks++] = e;
  }
  for (int i = 0; i < e->nargs; i++) find_kinks(p, e->arg[i]);
}

static bool make_list(Prover *p)
{
  const Expr *root[ROOTS] = { p->gap, p->target }, *slope[BOX_MOST];
  int n = 2;
  const char *why;
  find_kinks(p, p->gap);
  for (int i = 0; i < p->nconditions; i++) root[n++] = p->condition[i];
  for (int i = 0; i < p->nkinks; i++) root[n++] = p->kink[i]->kind == X_CALL ? p->kink[i]->arg[0] : p->kink[i];
  int first = n;
  p->bends = true;
  for (int i = 0; i < p->n && p->bends; i++) p->bends = (root[n++] = slope[i] = expr_diff(p->pool, p->gap, p->symbol[i], NULL, &why)) != NULL;
  for (int i = 0; i < p->n && p->bends; i++)
    for (int j = 0; j <= i && p->bends; j++) p->bends = (root[n++] = expr_diff(p->pool, slope[i], p->symbol[j], NULL, &why)) != NULL;
  if (p->bends && (p->list = range_list_new(p->pool, p->n, p->symbol, n, root)) != NULL) return true;
  p->bends = false;
  return (p->list = range_list_new(p->pool, p->n, p->symbol, first, root)) != NULL;
}

static Box middle_of(const Prover *p, const Box *b)
{
  Box m = *b;
  for (int i = 0; i < p->n; i++) m.side[i] = range_closed(b->side[i].lo + (b->side[i].hi - b->side[i].lo) / 2, b->side[i].lo + (b->side[i].hi - b->side[i].lo) / 2);
  return m;
}

/* near the middle, off the ties of entries, where a kink has many slopes */
static Box inside_of(const Prover *p, const Box *b)
{
  Box m = *b;
  for (int i = 0; i < p->n; i++) {
    double at = b->side[i].lo + (b->side[i].hi - b->side[i].lo) * (0.5 + 0.03 * (i + 1) / p->n);
    m.side[i] = range_closed(at, at);
  }
  return m;
}

/* no point of the box meets all conditions (+1: every one does, at each of the n roots from `of` on) */
static int admits(const Prover *p, const Range *value)
{
  bool all = true;
  for (int i = 0; i < p->nconditions; i++) {
    if (value[2 + i].hi <= 0) return -1;
    all &= value[2 + i].lo > 0;
  }
  return all;
}

static bool is_smooth(const Prover *p, const Range *value)
{
  if (p->unknown_kinks) return false;
  for (int i = 0; i < p->nkinks; i++) {
    Range r = value[2 + p->nconditions + i];
    if (p->kink[i]->kind == X_CALL ? r.lo < 0 && r.hi > 0 : r.lo != r.hi) return false;
  }
  return true;
}

/* settled: no point of the box lies below. broken: its middle does */
typedef enum { OPEN, SETTLED, BROKEN } Verdict;

static Verdict judge(Prover *p, Box *b, BoxCheck *out)
{
  Range over[ROOTS], at[ROOTS];
  int first = 2 + p->nconditions + p->nkinks;
  Box middle = middle_of(p, b);
  out->boxes++;
  range_list_run(p->list, b->side, over);
  int admitted = admits(p, over);
  b->least = over[0].lo;
  if (admitted < 0 || over[0].lo >= -p->tolerance) return SETTLED;
  range_list_run(p->list, middle.side, at);
  if (admits(p, at) > 0 && at[0].hi < -p->tolerance - 1e-9 * fabs(at[1].lo)) {
    Buf where = { 0 };
    for (int i = 0; i < p->n; i++) buf_printf(&where, "%s%s = %.10g", i ? ", " : "", p->symbol[i]->name->text, middle.side[i].lo);
    out->at = arena_strdup(p->arena, buf_text(&where));
    out->gap = at[0].hi;
    buf_free(&where);
    return BROKEN;
  }
  if (!p->bends || !is_smooth(p, over)) return OPEN;
  double half[BOX_MOST];
  for (int i = 0; i < p->n; i++) half[i] = (b->side[i].hi - b->side[i].lo) / 2;
  double least = box_bound_below(p->n, half, at[0], at + first, over + first + p->n);
  b->least = fmax(b->least, least);
  return least >= -p->tolerance ? SETTLED : OPEN;
}

/* ---- the search ------------------------------------------------------------------------------------------------------------------- */

static double volume(const Prover *p, const Box *b)
{
  double v = 1;
  for (int i = 0; i < p->n; i++) {
    double width = p->whole.side[i].hi - p->whole.side[i].lo;
    if (width > 0) v *= (b->side[i].hi - b->side[i].lo) / width;
  }
  return v;
}

/* the widest side, by factors where it has one sign: what bends does so by factors there */
static void halve(const Prover *p, const Box *b, Box *low, Box *high)
{
  int widest = 0;
  double most = -1;
  for (int i = 0; i < p->n; i++) {
    Range all = p->whole.side[i], r = b->side[i];
    double width = all.hi - all.lo, w = width > 0 ? (r.hi - r.lo) / (all.lo > 0 ? r.lo : width) : 0;
    if (w > most) { most = w; widest = i; }
  }
  Range r = b->side[widest];
  double cut = p->whole.side[widest].lo > 0 ? sqrt(r.lo) * sqrt(r.hi) : r.lo + (r.hi - r.lo) / 2;
  *low = *high = *b;
  low->side[widest] = range_closed(r.lo, cut);
  high->side[widest] = range_closed(cut, r.hi);
}

/* half of the work breadth first, for the share that is settled; half depth first, the doubtful half before the other, for a narrow place
 * where the bound fails */
static bool search(Prover *p, BoxCheck *out)
{
  int length = range_list_length(p->list) + 1, most = WORK / length < BOXES_MOST ? WORK / length : BOXES_MOST, first = 0, last = 0;
  Box *queue = ARENA_ARRAY(p->arena, Box, most + STACK + 4), half[2];
  queue[last++] = p->whole;
  Verdict v = judge(p, &queue[0], out);
  if (v == SETTLED) out->share = 1;
  if (v != OPEN) return v == SETTLED;
  while (first < last && last < most) {
    halve(p, &queue[first++], &half[0], &half[1]);
    for (int i = 0; i < 2; i++) {
      v = judge(p, &half[i], out);
      if (v == BROKEN) return false;
      if (v == SETTLED) out->share += volume(p, &half[i]);
      else queue[last++] = half[i];
    }
  }
  if (first == last) out->share = 1;
  int depth = 0;
  if (first < last) queue[depth++] = p->whole;
  for (int boxes = 0; depth > 0 && boxes < most / 2; boxes++) {
    Box b = queue[--depth];
    if (volume(p, &b) < smallest || depth > STACK) continue;
    halve(p, &b, &half[0], &half[1]);
    bool open[2];
    for (int i = 0; i < 2; i++) {
      v = judge(p, &half[i], out);
      if (v == BROKEN) return false;
      open[i] = v == OPEN;
    }
    int doubtful = half[0].least <= half[1].least ? 0 : 1;
    if (open[1 - doubtful]) queue[depth++] = half[1 - doubtful];
    if (open[doubtful]) queue[depth++] = half[doubtful];
  }
  return true;
}

/* what moves, what is held, and each entry with its touch: scaled or shifted together the gap may stay as it is */
static void reduce(Prover *p)
{
  unsigned set[2 + BOX_MOST] = { 0 };
  Range before[ROOTS], after[ROOTS];
  Box whole = p->whole;
  if (p->nkinks || p->unknown_kinks) return;
  for (int i = 0; i < p->moving; i++)
    for (int j = 0; j < p->n; j++) {
      if (p->symbol[j] == p->moves[i]) { set[0] |= 1u << j; set[2 + i] |= 1u << j; }
      if (p->symbol[j] == p->held[i]) { set[1] |= 1u << j; set[2 + i] |= 1u << j; }
    }
  if (!box_reduce(p->pool, p->gap, p->n, p->symbol, 2 + p->moving, set, p->whole.side)) return;
  range_list_run(p->list, whole.side, before);
  range_list_run(p->list, p->whole.side, after);
  if (p->nconditions && (admits(p, before) <= 0 || admits(p, after) <= 0)) p->whole = whole;
}

/* bound and target, and their slopes, where the entries are those of the touch: all within the slack? */
static bool touches(Prover *p, BoxCheck *out)
{
  const Expr *root[BOX_MOST + 1] = { p->gap };
  const char *why;
  int n = 1;
  for (int i = 0; i < p->moving; i++)
    if ((root[n] = expr_diff(p->pool, p->gap, p->moves[i], NULL, &why))) n++;
  int left = 0;
  for (int k = 0; k < n; k++) {
    const Expr *e = root[k];
    for (int i = 0; i < p->moving; i++) e = expr_subst_access(p->pool, e, p->moves[i], NULL, expr_access(p->pool, p->held[i], NULL));
    if (!expr_vanishes(p->pool, e)) root[left++] = e;
  }
  if (left == 0) { out->touching = 1; return true; }
  n = left;
  RangeList *list = range_list_new(p->pool, p->n, p->symbol, n, root);
  enum { TOUCH_BOXES = 1500 };
  Box *queue = ARENA_ARRAY(p->arena, Box, TOUCH_BOXES + 2), half[2];
  int first = 0, last = 0;
  if (!list) return true;
  queue[last++] = p->whole;
  for (int i = 0; i < p->n; i++)                           /* the entries themselves take no part */
    for (int k = 0; k < p->moving; k++)
      if (p->symbol[i] == p->moves[k]) queue[0].side[i] = range_closed(p->whole.side[i].lo, p->whole.side[i].lo);
  Prover only = *p;
  only.whole = queue[0];
  while (first < last && last < TOUCH_BOXES) {
    halve(&only, &queue[first++], &half[0], &half[1]);
    for (int i = 0; i < 2; i++) {
      Range over[BOX_MOST + 1], at[BOX_MOST + 1];
      Box middle = inside_of(p, &half[i]);
      range_list_run(list, half[i].side, over);
      range_list_run(list, middle.side, at);
      bool open = false;
      for (int k = 0; k < n; k++) {
        double room = slack * (p->tolerance / precision);
        open |= over[k].lo < -room || over[k].hi > room;
        if (!(at[k].lo > room || at[k].hi < -room)) continue;
        Buf where = { 0 };
        for (int m = 0; m < p->moving; m++)
          for (int j = 0; j < p->n; j++)
            if (p->symbol[j] == p->held[m]) buf_printf(&where, "%s%s = %.10g", m ? ", " : "", p->moves[m]->name->text, middle.side[j].lo);
        out->at = arena_strdup(p->arena, buf_text(&where));
        out->apart = true;
        out->gap = at[k].lo > room ? at[k].lo : at[k].hi;
        buf_free(&where);
        return false;
      }
      if (open) queue[last++] = half[i];
      else out->touching += volume(&only, &half[i]);
    }
  }
  return true;
}

static const char *describe(Prover *p)
{
  Buf text = { 0 };
  for (int i = 0; i < p->s.holes.len; i++) {
    const Sampled *h = &p->s.holes.data[i];
    buf_printf(&text, "%s%s%s in [%.6g, %.6g]", i ? ", " : "", h->name->text, h->nargs ? "[1..2]" : "", h->lo, h->hi);
  }
  const char *found = arena_strdup(p->arena, buf_text(&text));
  buf_free(&text);
  return found;
}

bool box_check_step(const Rules *rules, Facts *facts, const Step *step, BoxCheck *out)
{
  Arena *arena = pool_arena(rules->pool);
  Prover *p = ARENA_NEW(arena, Prover);
  Buf report = { 0 };
  *p = (Prover){ .rules = rules, .pool = rules->pool, .arena = arena };
  *out = (BoxCheck){ 0 };
  sampler_open(&p->s, rules, &step->rule->text, 1, 1, &report);
  p->s.entries = ENTRIES;
  out->why_not = fill(p, facts, step);
  if (!out->why_not && !make_list(p)) out->why_not = "it cannot be written in numbers";
  sampler_close(&p->s);
  buf_free(&report);
  if (out->why_not) return true;
  Range over[ROOTS];
  out->entries = describe(p);
  out->axes = p->s.b.naxes > 0;
  reduce(p);
  range_list_run(p->list, p->whole.side, over);
  double most = fmax(fabs(over[1].lo), fabs(over[1].hi));
  out->precision = p->tolerance = precision * (isfinite(most) ? fmax(1, most) : 1);
  if (!touches(p, out)) return false;
  out->convex_in = coordinates(p);
  return out->convex_in || search(p, out);
}

void box_check_report(Buf *out, const BoxCheck *c)
{
  const char *entries = c->axes ? "for two entries " : "";
  if (c->apart) buf_printf(out, "bound and target, or their slopes, differ by %.3g at the touch %s", c->gap, c->at);
  else if (c->at) buf_printf(out, "by interval arithmetic the bound lies below its target, by %.3g, at %s", -c->gap, c->at);
  else if (c->why_not) buf_printf(out, "tested at random points (several variables: %s)", c->why_not);
  else if (c->convex_in) buf_printf(out, "proved anew %sfor %s: %s, and it touches%s", entries, c->entries, c->convex_in, c->touching >= 1 ? "" : " where it was tried");
  else if (c->share >= 1) buf_printf(out, "tested %sby interval arithmetic for %s, to %.2g", entries, c->entries, c->precision);
  else buf_printf(out, "tested %sby interval arithmetic on %.4g %% of %s, to %.2g, %d boxes; elsewhere at random points", entries, floor(1e4 * c->share) / 100, c->entries, c->precision, c->boxes);
}
