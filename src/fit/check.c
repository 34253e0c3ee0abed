/* check.c: the surrogate held against the loss by numbers: at several current points, along random feasible curves, near and
 * far. It trusts nothing of the derivation's proofs; a rule with a wrong weight, sign or constant shows here. Then each
 * update: it must be feasible, and no point of its block along random curves may lie lower on the surrogate (where the update
 * claims to be its minimiser; else it must lie lower than the current point).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/random.h"
#include "derive/derivation.h"
#include "expr/feasible.h"
#include "fit/fit.h"
#include "fit/runner.h"
#include "fit/stage_run.h"
#include "fit/start.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STARTS = 4, CURVES = 25, SHOWN = 8 };

static const double TOLERANCE = 1e-8, SLOPE_TOLERANCE = 1e-5;      /* floors of weights at kinks open gaps of 1e-9 */

/* the greatest violation of one property, and where it was */
typedef struct Worst { double value; long points; const char *at; } Worst;

typedef struct Check {
  Pool *pool;
  const Loss *loss;
  const Plan *plan;
  Store *store;
  Crew *crew;
  DiagList *diags;
  Buf *report;
  Random random;
  Symbol *q, *l;                          /* surrogate and loss at the parameters, for the current touch */
  Runner *both;
  Array **current;                        /* the current point, one array for each parameter of the loss */
  double *direction;                      /* room for the largest parameter */
  Worst touch, slope, above, lower;
  bool unbounded;                         /* some surrogate falls for ever: an update can only lower it */
  double scale;                           /* the loss at the starts: violations are relative to it where the loss itself is near 0 */
} Check;

/* ---- points ---------------------------------------------------------------------------------------------------------------- */

static Array *new_array(const Check *c, Symbol *p) { return store_array(c->store, p); }
static Array *touch_array(const Check *c, Symbol *p) { return store_array(c->store, symbol_touch(c->pool, p)); }
static void copy_numbers(Array *to, const Array *from) { memcpy(to->data, from->data, (size_t)array_count(to) * sizeof *to->data); }

static void put_numbers(Buf *b, const Symbol *p, const Array *a)
{
  buf_printf(b, "%s%s =", b->len ? "; " : "", p->name->text);
  for (int64_t i = 0; i < array_count(a) && i < SHOWN; i++) buf_printf(b, " %.6g", a->data[i]);
  if (array_count(a) > SHOWN) buf_put(b, " …");
}

static const char *describe(const Check *c)
{
  Buf b = { 0 };
  for (int i = 0; i < c->loss->nparams; i++) {
    Symbol *p = c->loss->param[i].sym;
    put_numbers(&b, p, new_array(c, p));
    buf_put(&b, ", current");
    for (int64_t k = 0; k < array_count(c->current[i]) && k < SHOWN; k++) buf_printf(&b, " %.6g", c->current[i]->data[k]);
  }
  const char *text = arena_strdup(pool_arena(c->pool), buf_text(&b));
  buf_free(&b);
  return text;
}

static void note(Check *c, Worst *w, double violation)
{
  w->points++;
  if (w->at && !(violation > w->value)) return;
  w->value = violation;
  w->at = describe(c);
}

static void set_touch(Check *c)
{
  for (int i = 0; i < c->loss->nparams; i++) copy_numbers(touch_array(c, c->loss->param[i].sym), c->current[i]);
}

static void return_to_current(Check *c)
{
  for (int i = 0; i < c->loss->nparams; i++) copy_numbers(new_array(c, c->loss->param[i].sym), c->current[i]);
}

/* both values at the parameters; false where one is not a number */
static bool values(Check *c, double *q, double *l)
{
  bool ok = runner_run(c->both, NULL);
  *q = new_array(c, c->q)->data[0];
  *l = new_array(c, c->l)->data[0];
  return ok && isfinite(*q) && isfinite(*l);
}

static void draw_direction(Check *c, int64_t n)
{
  for (int64_t i = 0; i < n; i++) c->direction[i] = random_normal(&c->random);
}

/* ---- the surrogate at one current point -------------------------------------------------------------------------------------- */

typedef struct Curve { const SurrogateGroup *group; double *direction[64]; } Curve;

static bool values_on(Check *c, const Curve *curve, double t, double *q, double *l)
{
  for (int i = 0; i < curve->group->nparams; i++) {
    Symbol *p = curve->group->param[i];
    feasible_move(p, touch_array(c, p), curve->direction[i], t, new_array(c, p));
  }
  return values(c, q, l);
}

typedef struct Slope { double q, l, bend; } Slope;        /* bend: the loss's second difference over the step */

/* five-point slopes at 0 */
static bool slopes(Check *c, const Curve *curve, double h, double l0, Slope *s)
{
  double q[4], l[4];
  static const double at[4] = { -2, -1, 1, 2 };
  for (int i = 0; i < 4; i++)
    if (!values_on(c, curve, at[i] * h, &q[i], &l[i])) return false;
  s->q = (q[0] - 8 * q[1] + 8 * q[2] - q[3]) / (12 * h);
  s->l = (l[0] - 8 * l[1] + 8 * l[2] - l[3]) / (12 * h);
  s->bend = fabs(l[1] + l[2] - 2 * l0) / h;
  return true;
}

/* Where the loss has a kink it has no slope: near one the slope does not settle with the step; at one the second difference
 * falls as the step does, not as its square. */
static bool is_smooth(const Slope *wide, const Slope *fine, double size)
{
  return fabs(wide->l - fine->l) <= 1e-6 * (fabs(fine->l) + size) && (fine->bend <= 1e-5 * (fabs(fine->l) + size) || fine->bend < wide->bend / 2);
}

static void check_curve(Check *c, const Curve *curve, double l0)
{
  double q, l, size = fabs(l0) + c->scale;
  Slope wide, fine;
  if (slopes(c, curve, 1e-3, l0, &wide) && slopes(c, curve, 2.5e-4, l0, &fine) && is_smooth(&wide, &fine, size)) {
    values_on(c, curve, 0, &q, &l);
    note(c, &c->slope, fabs(fine.q - fine.l) / (fabs(fine.l) + size));
  }
  for (int k = 0; k < 8; k++) {
    double t = (k % 2 ? -1 : 1) * pow(10, -3.5 + 4 * random_uniform(&c->random));
    if (values_on(c, curve, t, &q, &l)) note(c, &c->above, (l - q) / (fabs(l) + fabs(q) + size));
  }
}

static void check_surrogate(Check *c, const SurrogateGroup *g)
{
  double q, l;
  Curve curve = { .group = g };
  set_touch(c);
  return_to_current(c);
  if (!values(c, &q, &l)) return;
  note(c, &c->touch, fabs(q - l) / (fabs(q) + fabs(l) + c->scale));
  for (int i = 0; i < g->nparams; i++) curve.direction[i] = malloc((size_t)array_count(new_array(c, g->param[i])) * sizeof(double) + 1);
  for (int k = 0; k < CURVES; k++) {
    for (int i = 0; i < g->nparams && curve.direction[i]; i++)
      for (int64_t e = 0; e < array_count(new_array(c, g->param[i])); e++) curve.direction[i][e] = random_normal(&c->random);
    check_curve(c, &curve, l);
  }
  for (int i = 0; i < g->nparams; i++) free(curve.direction[i]);
  return_to_current(c);
}

/* ---- the updates --------------------------------------------------------------------------------------------------------------- */

typedef struct Updates { int n; StageRun *stage; } Updates;

static bool updates_new(Check *c, const PlanGroup *g, Updates *u)
{
  *u = (Updates){ 0, ARENA_ARRAY(pool_arena(c->pool), StageRun, g->nstages) };
  while (u->n < g->nstages) {
    const Stage *s = &g->stage[u->n];
    if (!stage_run_new(&u->stage[u->n++], c->pool, s, c->store, c->crew, NULL, c->diags)) return false;
  }
  return true;
}

static void updates_free(Updates *u)
{
  for (int i = 0; i < u->n; i++) stage_run_free(&u->stage[i]);
}

static bool updates_run(const Updates *u)
{
  for (int i = 0; i < u->n; i++)
    if (!stage_run(&u->stage[i], NULL)) return false;
  return true;
}

/* slices that were left alone, or that have no minimum */
static bool kept_any(const Check *c, const PlanGroup *g, const Symbol *p)
{
  for (int i = 0; i < g->nkept; i++)
    if (g->kept_param[i] == p && new_array(c, g->kept[i])->data[0] > 0) return true;
  for (int i = 0; i < g->nfallen; i++)
    if (g->fallen_param[i] == p && new_array(c, g->fallen[i])->data[0] > 0) return true;
  return false;
}

/* c->direction := down the slope of the surrogate in p at base, of length 1; false where there is none */
static bool down_slope(Check *c, Symbol *p, const Array *base)
{
  int64_t n = array_count(base);
  double *slope = malloc((size_t)n * sizeof *slope), low, high, l, length = 0;
  for (int64_t i = 0; slope && i < n; i++) {
    memset(c->direction, 0, (size_t)n * sizeof *c->direction);
    c->direction[i] = 1;
    feasible_move(p, base, c->direction, -1e-4, new_array(c, p));
    bool good = values(c, &low, &l);
    feasible_move(p, base, c->direction, 1e-4, new_array(c, p));
    slope[i] = good && values(c, &high, &l) ? high - low : 0;
    length += slope[i] * slope[i];
  }
  for (int64_t i = 0; slope && i < n; i++) c->direction[i] = length > 0 ? -slope[i] / sqrt(length) : 0;
  free(slope);
  return length > 0;
}

/* A surrogate that has no least value, like a singular quadratic with a linear part across its range: steepest descent from
 * the update ends up in a direction that falls as far as one looks. Towards a minimum that was missed it comes to rest. */
static bool falls_for_ever(Check *c, Symbol *p, const Array *from)
{
  enum { ENTRIES_MOST = 20, ROUNDS = 300 };
  Array *base = p->domain.kind == DOMAIN_REAL && array_count(from) <= ENTRIES_MOST ? array_copy(from) : NULL;
  bool endless = false, moving = base != NULL;
  for (int k = 0; k < ROUNDS && moving && !endless && down_slope(c, p, base); k++) {
    double last, now = 0, l, t = 1e-6;
    feasible_move(p, base, c->direction, 0, new_array(c, p));
    moving = values(c, &last, &l);
    for (; moving && t < 1e4; t *= 2, last = now) {
      feasible_move(p, base, c->direction, t, new_array(c, p));
      if (!values(c, &now, &l) || now >= last) break;
    }
    endless = moving && t >= 1e4;
    moving &= t > 1e-6;
    feasible_move(p, base, c->direction, t / 2, new_array(c, p));
    copy_numbers(base, new_array(c, p));
  }
  array_unref(base);
  return endless;
}

/* the block at its new value, those before it at theirs, those after it still at the current point: the surrogate as it was
 * minimised. Along curves from there it must not fall. */
static void check_block(Check *c, const SurrogateGroup *g, int at, Array *const *fresh)
{
  const Block *block = &g->blocks.data[at];
  Symbol *p = block->param;
  double q0, l0, q, l;
  const char *where = NULL;
  for (int i = 0; i < g->blocks.len; i++) {
    Symbol *b = g->blocks.data[i].param;
    bool together = block->solve && g->blocks.data[i].solve == block->solve;
    copy_numbers(new_array(c, b), i <= at || together ? fresh[i] : touch_array(c, b));
  }
  if (!values(c, &q0, &l0)) return;
  if (!domain_contains(c->pool, p, fresh[at], 1e-8, &where)) {
    if (p->domain.kind != DOMAIN_SPD) note(c, &c->lower, INFINITY);   /* a component that collapses on few points has no covariance */
    return;
  }
  for (int i = 0; i < g->blocks.len; i++) {                /* minimiser or not: it must not rise */
    Symbol *b = g->blocks.data[i].param;
    if (i == at || (block->solve && g->blocks.data[i].solve == block->solve)) copy_numbers(new_array(c, b), touch_array(c, b));
  }
  if (values(c, &q, &l)) note(c, &c->lower, (q0 - q) / (fabs(q0) + fabs(q) + c->scale));
  /* what is solved together is least together, not each by itself where the form is singular */
  if (block->relaxed || block->solve || block->update != UPDATE_CLOSED_FORM) return;
  Worst before = c->lower;
  for (int k = 0; k < CURVES; k++) {
    draw_direction(c, array_count(fresh[at]));
    for (double t = 1; t > 1e-7; t /= 10) {
      feasible_move(p, fresh[at], c->direction, k % 2 ? t : -t, new_array(c, p));
      if (values(c, &q, &l)) note(c, &c->lower, (q0 - q) / (fabs(q0) + fabs(q) + c->scale));
    }
  }
  if (c->lower.value > TOLERANCE && c->lower.value > before.value && falls_for_ever(c, p, fresh[at])) {
    c->lower = before;
    c->unbounded = true;
  }
}

static void check_updates(Check *c, const SurrogateGroup *g, const PlanGroup *plan, const Updates *u)
{
  Array *fresh[64];
  int n = g->blocks.len;
  set_touch(c);
  return_to_current(c);
  bool ok = updates_run(u);
  for (int i = 0; i < n; i++) {
    fresh[i] = array_copy(new_array(c, g->blocks.data[i].param));
    ok &= fresh[i] != NULL;
    for (int64_t k = 0; ok && k < array_count(fresh[i]); k++) ok &= isfinite(fresh[i]->data[k]) != 0;
  }
  for (int i = 0; ok && i < n; i++)
    if (!kept_any(c, plan, g->blocks.data[i].param)) check_block(c, g, i, fresh);
  for (int i = 0; i < n; i++) {                            /* the next current point is where the update led */
    for (int k = 0; ok && k < c->loss->nparams; k++)
      if (c->loss->param[k].sym == g->blocks.data[i].param) copy_numbers(c->current[k], fresh[i]);
    array_unref(fresh[i]);
  }
}

/* ---- all of it ------------------------------------------------------------------------------------------------------------------ */

/* the start that the fit would take, then random points of the interior */
static bool draw_current(Check *c, uint64_t seed, int run)
{
  for (int i = 0; i < c->loss->nparams; i++) {
    Param p = c->loss->param[i];
    if (run > 0) { p.init = NULL; p.init_draw = NULL; }
    if (!start_values(c->pool, &p, seed, run, c->current[i], c->diags)) return false;
  }
  return true;
}

static bool report_line(Check *c, const char *what, const Worst *w, double tolerance)
{
  bool ok = w->value <= tolerance;
  if (w->points == 0) { buf_printf(c->report, "  %-50s not tested: the loss is not finite at any point that was tried\n", what); return true; }
  buf_printf(c->report, "  %-50s %s  (%ld points)\n", what, ok ? "holds" : "FAILS", w->points);
  if (!ok) buf_printf(c->report, "    by %.2g of its size at %s\n", w->value, w->at);
  return ok;
}

static bool check_group(Check *c, int at, uint64_t seed, bool with_updates)
{
  const Derivation *d = c->plan->derivation;
  const SurrogateGroup *g = &d->groups.data[at];
  DefinitionList list = { .arena = pool_arena(c->pool) };
  Updates updates = { 0 };
  c->q = symbol_new(c->pool, SYM_STAT, name_of("surrogate"), 0, NULL);
  c->l = symbol_new(c->pool, SYM_STAT, name_of("loss"), 0, NULL);
  c->touch = c->slope = c->above = c->lower = (Worst){ 0 };
  definition_add(c->pool, &list, c->q, NULL, g->surrogate);
  definition_add(c->pool, &list, c->l, NULL, g->loss);
  c->both = runner_new(c->pool, c->store, &list, c->crew, NULL, c->diags);
  bool ok = c->both && (!with_updates || updates_new(c, &c->plan->group[at], &updates));
  c->scale = 1e-300;
  c->unbounded = false;
  for (int run = 0; ok && run < STARTS; run++) {
    double q, l;
    if (!(ok = draw_current(c, seed, run))) break;
    set_touch(c);
    return_to_current(c);
    if (values(c, &q, &l)) c->scale = fmax(c->scale, fabs(l));
  }
  for (int run = 0; ok && run < STARTS; run++) {
    if (!(ok = draw_current(c, seed, run))) break;
    for (int twice = 0; twice < 2; twice++) {
      check_surrogate(c, g);
      if (with_updates) check_updates(c, g, &c->plan->group[at], &updates);
    }
  }
  if (c->both && with_updates) updates_free(&updates);
  runner_free(c->both);
  if (!ok) return false;
  buf_put(c->report, "surrogate for");
  for (int i = 0; i < g->nparams; i++) buf_printf(c->report, "%s %s", i ? "," : "", g->param[i]->name->text);
  buf_putc(c->report, '\n');
  ok = report_line(c, "touches the loss at the current point", &c->touch, TOLERANCE);
  ok &= report_line(c, "has its slope there", &c->slope, SLOPE_TOLERANCE);
  ok &= report_line(c, "lies above it elsewhere", &c->above, TOLERANCE);
  if (with_updates)
    ok &= report_line(c, c->unbounded ? "has no least value; is lower at the update" : "is least, or at least lower, at the update", &c->lower, TOLERANCE);
  return ok;
}

bool fit_check(Pool *pool, const Rules *rules, const Loss *loss, uint64_t seed, Buf *report, DiagList *diags)
{
  DeriveOptions how = { .method = "auto" };
  Derivation *d = derive_loss(pool, rules, loss, &how, diags);
  return d && fit_check_derivation(pool, d, true, seed, report, diags);
}

bool fit_check_derivation(Pool *pool, const Derivation *d, bool with_updates, uint64_t seed, Buf *report, DiagList *diags)
{
  Arena *arena = pool_arena(pool);
  const Loss *loss = d->loss;
  Plan *plan = plan_make(pool, d, diags);
  if (!plan) return false;
  Check c = { .pool = pool, .loss = loss, .plan = plan, .store = store_new(pool), .crew = crew_new(0), .diags = diags, .report = report,
              .random = random_stream(seed, random_purpose("check"), 0), .current = ARENA_ARRAY(arena, Array *, loss->nparams) };
  int64_t most = 1;
  bool ok = c.crew != NULL;
  for (int i = 0; i < loss->nparams && ok; i++) {
    c.current[i] = array_copy(new_array(&c, loss->param[i].sym));
    ok = c.current[i] != NULL;
    if (ok && array_count(c.current[i]) > most) most = array_count(c.current[i]);
  }
  c.direction = malloc((size_t)most * sizeof *c.direction);
  ok &= c.direction != NULL;
  for (int g = 0; ok && g < plan->ngroups; g++) ok &= check_group(&c, g, seed, with_updates);
  if (d->njoint) buf_put(report, d->groups.len ? "the other parameters step on the loss itself: they have no surrogate\n" : "no surrogate: the parameters step on the loss itself\n");
  for (int i = 0; i < loss->nparams; i++) array_unref(c.current[i]);
  free(c.direction);
  store_free(c.store);
  if (c.crew) crew_free(c.crew);
  return ok;
}
