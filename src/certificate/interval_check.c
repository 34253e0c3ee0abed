/* interval_check.c: branch and bound; see interval_check.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate/interval_check.h"
#include "certificate/interval_convex.h"
#include "rules/match.h"
#include "certificate/numbers.h"
#include "rules/rule_check.h"
#include "certificate/vanish.h"
#include "expr/diff.h"
#include "expr/function.h"
#include "expr/range_list.h"
#include <float.h>
#include <math.h>
#include <string.h>

enum { BOXES_MOST = 4000, SEARCHED_MOST = 800, STACK = 400, VARIABLES = 2 + NUMBERS_MOST, KINKS_MOST = 8 };
static const double precision = 1e-6, smallest = 1e-9;     /* of the target's size over the box; of the box's sides */
static const double floors = 1e-7;        /* below that, weights at 0 are floored: |x| is touched to within half of 1e-9 alone */

/* u, u0, then the numbers that stand for data */
typedef struct Box { double lo[VARIABLES], hi[VARIABLES], least; } Box;

typedef struct Prover {
  Pool *pool;
  int n; Symbol *symbol[VARIABLES];
  const Expr *target, *gap, *slope, *bend;
  int nkinks; const Expr *kink[KINKS_MOST]; bool unknown_kinks;
  RangeList *target_list, *gap_list, *slope_list, *bend_list, *kink_list;      /* of each expression above; NULL where it is */
  Range every;                            /* what the term that stands for u can be */
  double tolerance, width[VARIABLES];
  Box stack[STACK];
} Prover;

/* ---- ranges over a box ---------------------------------------------------------------------------------------------------- */

static Domain domain_of(Range r) { return (Domain){ .kind = DOMAIN_INTERVAL, .lo = r.lo, .hi = r.hi, .lo_open = r.lo_open, .hi_open = r.hi_open }; }

static void ranges_over(const Prover *p, RangeList *list, const Box *b, Range *out)
{
  Range side[VARIABLES] = { range_all };
  for (int i = 0; i < p->n; i++) side[i] = range_closed(b->lo[i], b->hi[i]);
  range_list_run(list, side, out);
}

static Range range_over(const Prover *p, RangeList *list, const Box *b)
{
  Range r = range_all;
  ranges_over(p, list, b, &r);
  return r;
}

/* u between its own values and those of the touch */
static Box hull_of(const Box *b)
{
  Box h = *b;
  h.lo[0] = fmin(b->lo[0], b->lo[1]);
  h.hi[0] = fmax(b->hi[0], b->hi[1]);
  return h;
}

/* |a| where a has one sign, and conditions that are decided, have none */
static bool is_smooth_over(Prover *p, const Box *b)
{
  if (p->unknown_kinks) return false;
  if (!p->nkinks) return true;
  Range r[KINKS_MOST];
  ranges_over(p, p->kink_list, b, r);
  for (int i = 0; i < p->nkinks; i++)
    if (p->kink[i]->kind == X_IF ? r[i].lo != r[i].hi : r[i].lo < 0 && r[i].hi > 0) return false;
  return true;
}

static void find_kinks(Prover *p, const Expr *e)
{
  bool bends = e->kind == X_IF || e->kind == X_CMP || (e->kind == X_CALL && !strcmp(e->u.fn->name->text, "abs")) ||
               (e->kind == X_REDUCE && (e->op == R_MIN || e->op == R_MAX));
  if (bends && expr_has_symbol(e, p->symbol[0])) {
    bool known = e->kind == X_IF || e->kind == X_CALL;
    for (int i = 0; i < p->nkinks; i++)
      if (p->kink[i] == e) return;
    if (!known || p->nkinks == KINKS_MOST) p->unknown_kinks = true;
    else p->kink[p->nkinks++] = e;
  }
  for (int i = bends && e->kind == X_IF ? 1 : 0; i < e->nargs; i++) find_kinks(p, e->arg[i]);
}

/* ---- one box ---------------------------------------------------------------------------------------------------------------- */

static bool is_settled(Prover *p, Box *b)
{
  Range own = range_over(p, p->gap_list, b);
  b->least = own.lo;
  if (own.lo >= -p->tolerance) return true;
  Box between = hull_of(b);
  if (!p->bend || !is_smooth_over(p, &between)) return false;
  double far = fmax(b->hi[0] - b->lo[1], b->hi[1] - b->lo[0]);
  Range bend = range_over(p, p->bend_list, &between);
  if (bend.lo >= 0 || (isfinite(bend.lo) && bend.lo * far * far / 2 >= -p->tolerance)) return true;
  bool right = b->lo[0] >= b->hi[1], left = b->hi[0] <= b->lo[1];
  if (!right && !left) return false;
  Range slope = range_over(p, p->slope_list, &between);
  return right ? slope.lo >= 0 || slope.lo * far >= -p->tolerance : slope.hi <= 0 || slope.hi * far <= p->tolerance;
}

/* is the gap negative in the middle of the box? */
static bool is_broken(Prover *p, const Box *b, IntervalCheck *out)
{
  Box middle = *b;
  for (int i = 0; i < p->n; i++) middle.lo[i] = middle.hi[i] = b->lo[i] + (b->hi[i] - b->lo[i]) / 2;
  Range r = range_over(p, p->gap_list, &middle), size = range_over(p, p->target_list, &middle);
  if (!(r.hi < -p->tolerance - 1e-9 * fabs(size.lo))) return false;
  out->broken = true;
  out->at = middle.lo[0];
  out->touch = middle.lo[1];
  out->gap = r.hi;
  return true;
}

static double volume(const Prover *p, const Box *b)
{
  double v = 1;
  for (int i = 0; i < p->n; i++)
    if (p->width[i] > 0) v *= (b->hi[i] - b->lo[i]) / p->width[i];
  return v;
}

static void halve(const Prover *p, const Box *b, Box *low, Box *high)
{
  int widest = 0;
  double most = -1;
  for (int i = 0; i < p->n; i++) {
    double w = p->width[i] > 0 ? (b->hi[i] - b->lo[i]) / p->width[i] : 0;
    if (w > most) { most = w; widest = i; }
  }
  *low = *high = *b;
  low->hi[widest] = high->lo[widest] = b->lo[widest] + (b->hi[widest] - b->lo[widest]) / 2;
}

/* Depth first, the more doubtful half before the other: a narrow place where the bound fails is reached in some dozens of halvings.
 * False: it was. */
static bool survives_search(Prover *p, const Box *whole, IntervalCheck *out)
{
  int depth = 0;
  p->stack[depth++] = *whole;
  for (int boxes = 0; depth > 0 && boxes < SEARCHED_MOST; boxes++) {
    Box b = p->stack[--depth], half[2];
    if (is_broken(p, &b, out)) return false;
    if (volume(p, &b) < smallest * smallest || depth > STACK - 3) continue;
    halve(p, &b, &half[0], &half[1]);
    bool open[2] = { !is_settled(p, &half[0]), !is_settled(p, &half[1]) };
    int doubtful = half[0].least <= half[1].least ? 0 : 1;
    if (open[1 - doubtful]) p->stack[depth++] = half[1 - doubtful];
    if (open[doubtful]) p->stack[depth++] = half[doubtful];
  }
  return true;
}

/* breadth first: how much of the box is settled */
static bool settle(Prover *p, const Box *whole, IntervalCheck *out)
{
  Box *queue = ARENA_ARRAY(pool_arena(p->pool), Box, BOXES_MOST + 2);
  int first = 0, last = 0;
  queue[last] = *whole;
  if (is_settled(p, &queue[last++])) { out->share = 1; return true; }
  while (first < last && last < BOXES_MOST) {
    Box half[2];
    if (is_broken(p, &queue[first], out)) return false;
    halve(p, &queue[first++], &half[0], &half[1]);
    for (int i = 0; i < 2; i++) {
      if (is_settled(p, &half[i])) out->share += volume(p, &half[i]);
      else queue[last++] = half[i];
    }
  }
  if (out->share > 1 - 1e-9) out->share = 1;
  return out->share == 1 || survives_search(p, whole, out);
}

/* Between ends that are each other's negatives but for rounding it is 0, where kinks and the floors of weights lie. */
static double middle_of(double lo, double hi)
{
  double m = lo + (hi - lo) / 2;
  return fabs(m) <= 4 * DBL_EPSILON * fmax(fabs(lo), fabs(hi)) ? 0 : m;
}

/* What the tests by slope and curvature rest on: gap and slope are 0 where u = u0. As a rule the expressions say so by themselves;
 * else the same search, for a place where they are not. False: there is one */
static bool vanishes(Prover *p, const Expr *e, const Box *whole, IntervalCheck *out)
{
  const Expr *at_touch = expr_subst_access(p->pool, e, p->symbol[0], NULL, expr_access(p->pool, p->symbol[1], NULL));
  RangeList *list = expr_vanishes(p->pool, at_touch) ? NULL : range_list_new(p->pool, p->n, p->symbol, 1, &at_touch);
  if (!list) return true;
  out->touch_searched = true;
  double slack = 1e-5 * (p->tolerance / precision);
  int depth = 0;
  p->stack[depth++] = *whole;
  for (int boxes = 0; depth > 0 && boxes < SEARCHED_MOST; boxes++) {
    Box b = p->stack[--depth], half[2], middle = b;
    for (int i = 0; i < p->n; i++) middle.lo[i] = middle.hi[i] = middle_of(b.lo[i], b.hi[i]);
    Range r = range_over(p, list, &middle);
    if (r.lo > slack || r.hi < -slack) {
      out->broken = out->apart = true;
      out->at = out->touch = middle.lo[1];
      out->gap = r.lo > slack ? r.lo : r.hi;
      return false;
    }
    if (volume(p, &b) < floors || depth > STACK - 3) continue;
    halve(p, &b, &half[0], &half[1]);
    for (int i = 0; i < 2; i++) {
      Range h = range_over(p, list, &half[i]);
      half[i].least = -fmax(fabs(h.lo), fabs(h.hi));
    }
    int doubtful = half[0].least <= half[1].least ? 0 : 1;
    if (half[1 - doubtful].least < -slack) p->stack[depth++] = half[1 - doubtful];
    if (half[doubtful].least < -slack) p->stack[depth++] = half[doubtful];
  }
  return true;
}

/* ---- the rule with numbers for its variables ---------------------------------------------------------------------------------- */

/* the rule's own interval, cut to the values that the term can have */
static bool set_box(Prover *p, Facts *facts, const Step *s, const StepHole *u, IntervalCheck *out)
{
  double lo = -3, hi = 3;
  bool whole;
  Range r = facts_range(facts, u->value);
  sampler_wants_interval(&s->rule->text, u->name, &lo, &hi, &whole);
  out->variable = u->name;
  out->lo = fmax(lo, r.lo + (r.lo_open && isfinite(r.lo) ? 1e-3 * fmin(1, r.hi - r.lo) : 0));
  out->hi = fmin(hi, r.hi - (r.hi_open && isfinite(r.hi) ? 1e-3 * fmin(1, r.hi - r.lo) : 0));
  if (!(out->lo < out->hi)) {                              /* the values lie elsewhere: an interval of that length among them */
    out->lo = isfinite(r.lo) ? r.lo : isfinite(r.hi) ? r.hi - (hi - lo) : lo;
    out->hi = fmin(r.hi, out->lo + (hi - lo));
  }
  if (!(out->lo < out->hi)) return false;
  p->symbol[0] = symbol_new(p->pool, SYM_PARAM, u->name, 0, NULL);
  p->symbol[1] = symbol_new(p->pool, SYM_ATOM, name_of("touch"), 0, NULL);
  p->n = 2;
  for (int i = 0; i < 2; i++) p->symbol[i]->domain = domain_of(range_closed(out->lo, out->hi));
  p->every = r;
  return true;
}

static RangeList *list_of(Prover *p, const Expr *e) { return e ? range_list_new(p->pool, p->n, p->symbol, 1, &e) : NULL; }

static bool make_lists(Prover *p)
{
  const Expr *turns[KINKS_MOST];
  for (int i = 0; i < p->nkinks; i++) turns[i] = p->kink[i]->arg[0];
  p->kink_list = p->nkinks ? range_list_new(p->pool, p->n, p->symbol, p->nkinks, turns) : NULL;
  p->unknown_kinks |= p->nkinks && !p->kink_list;
  if (!(p->slope_list = list_of(p, p->slope)) || !(p->bend_list = list_of(p, p->bend))) p->bend = NULL;
  return (p->gap_list = list_of(p, p->gap)) && (p->target_list = list_of(p, p->target));
}

static const char *fill(Prover *p, Facts *facts, const Step *s, IntervalCheck *out)
{
  const Majorizer *m = s->rule;
  const StepHole *u = NULL;
  Numbers n = { .pool = p->pool, .facts = facts };
  const char *why;
  if (m->descent) return "a promise of descent, no bound";
  for (int i = 0; i < condition_count(m->where); i++) {    /* between whole numbers the bound need not hold */
    const Expr *c = condition_at(m->where, i);
    if (c->kind == X_HOLE && !strcmp(c->u.name->text, "whole")) return "whole numbers";
  }
  for (int i = 0; i < s->holes.len; i++) {
    const StepHole *h = &s->holes.data[i];
    if (h->variable) continue;
    if (h->nargs || (u && facts_is_active(facts, h->value) && facts_is_active(facts, u->value))) return out->several = true, "several variables";
    if (!u || facts_is_active(facts, h->value)) u = h;
  }
  for (int i = 0; i < m->weights.len; i++)
    if (m->weights.data[i].nargs) return out->several = true, "several variables";
  if (!u || !set_box(p, facts, s, u, out)) return "no interval";
  Bindings b = { .pool = p->pool, .facts = facts_new(p->pool, 1, p->symbol) };
  for (int i = 0; i < s->holes.len; i++) {
    const StepHole *h = &s->holes.data[i];
    const Expr *value = h == u ? expr_access(p->pool, p->symbol[0], NULL) : h->value;
    if (h != u) value = numbers_for_data(&n, value, h->variable);
    HoleBinding *to = n.failed ? NULL : bindings_set(&b, h->name, value);
    if (!to) return "too many numbers";
    to->variable = h->variable;
  }
  for (int i = 0; i < n.n; i++) p->symbol[p->n++] = n.symbol[i];
  for (int i = 0; i < m->weights.len; i++) {
    const Expr *w = instantiate(&b, m->weights.data[i].value);
    if (!w || !bindings_set(&b, m->weights.data[i].name, w)) return "its weights are no numbers";
  }
  const Expr *bound = instantiate(&b, m->bound);
  p->target = instantiate(&b, m->pattern);
  if (!p->target || !bound) return "it cannot be filled";
  const Symbol *touch = symbol_touch(p->pool, p->symbol[0]);
  p->gap = expr_subst_symbol(p->pool, expr_sub(p->pool, bound, p->target), (Symbol *)(uintptr_t)touch, p->symbol[1]);
  if (p->gap->nfree || p->gap->has_hole) return "it cannot be filled";
  p->slope = expr_diff(p->pool, p->gap, p->symbol[0], NULL, &why);
  p->bend = p->slope ? expr_diff(p->pool, p->slope, p->symbol[0], NULL, &why) : NULL;
  find_kinks(p, p->gap);
  return make_lists(p) ? NULL : "it is not made of numbers";
}

bool interval_check_step(Pool *pool, Facts *facts, const Step *s, IntervalCheck *out)
{
  Prover *p = ARENA_NEW(pool_arena(pool), Prover);
  p->pool = pool;
  memset(out, 0, sizeof *out);
  out->why_not = s->rule->exact ? "a rewrite" : fill(p, facts, s, out);
  if (out->why_not) return true;
  Box whole = { .least = 0 };
  for (int i = 0; i < p->n; i++) {
    whole.lo[i] = p->symbol[i]->domain.lo;
    whole.hi[i] = p->symbol[i]->domain.hi;
    p->width[i] = whole.hi[i] - whole.lo[i];
  }
  Range size = range_over(p, p->target_list, &whole);
  double most = fmax(fabs(size.lo), fabs(size.hi));
  out->precision = p->tolerance = precision * (isfinite(most) ? fmax(1, most) : 1);
  Box flat = whole;                                        /* u is not there: its side must not be halved */
  flat.lo[0] = flat.hi[0] = whole.lo[0];
  double width = p->width[0];
  p->width[0] = 0;
  bool touching = vanishes(p, p->gap, &flat, out) && (!p->slope || vanishes(p, p->slope, &flat, out));
  p->width[0] = width;
  if (!touching) return false;
  for (int i = 0; i < 2; i++) p->symbol[i]->domain = domain_of(p->every);
  out->convex_in = interval_convex_in(pool, p->gap, p->symbol[0], p->every);
  if (out->convex_in) out->share = 1;
  return out->convex_in || settle(p, &whole, out);
}

void interval_check_report(Buf *out, const IntervalCheck *c)
{
  if (c->apart)
    buf_printf(out, "bound and target, or their slopes, differ by %.3g at the touch %s = %.10g", c->gap, c->variable->text, c->touch);
  else if (c->broken)
    buf_printf(out, "by interval arithmetic the bound lies below its target, by %.3g, at %s = %.10g, at the touch %.10g", -c->gap, c->variable->text, c->at, c->touch);
  else if (c->why_not)
    buf_printf(out, "tested at random points (%s)", c->why_not);
  else if (c->convex_in)
    buf_printf(out, "proved anew for every %s: bound - target is convex in %s, and it touches%s", c->variable->text, c->convex_in, c->touch_searched ? " where it was tried" : "");
  else if (c->share >= 1)
    buf_printf(out, "tested by interval arithmetic for %s in [%.6g, %.6g], to %.2g", c->variable->text, c->lo, c->hi, c->precision);
  else
    buf_printf(out, "tested by interval arithmetic on %.4g %% of %s in [%.6g, %.6g], to %.2g; elsewhere at random points", floor(1e4 * c->share) / 100, c->variable->text, c->lo, c->hi, c->precision);
}
