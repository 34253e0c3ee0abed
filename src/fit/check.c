/* check.c: the surrogate held against the loss by numbers: at several current points, along random feasible curves, near and
 * far. It trusts nothing of the derivation's proofs; a rule with a wrong weight, sign or constant shows here. Then each
 * update (check_update.c).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/feasible.h"
#include "fit/check_internal.h"
#include "fit/engine.h"
#include "fit/start.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STARTS = 4, SHOWN = 8 };

static const double SLOPE_TOLERANCE = 1e-5;

/* ---- points ---------------------------------------------------------------------------------------------------------------- */

Array *check_new(const Check *c, Symbol *p) { return store_array(c->store, p); }
Array *check_touch(const Check *c, Symbol *p) { return store_array(c->store, symbol_touch(c->pool, p)); }
void check_copy(Array *to, const Array *from) { memcpy(to->data, from->data, (size_t)array_count(to) * sizeof *to->data); }

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
    put_numbers(&b, p, check_new(c, p));
    buf_put(&b, ", current");
    for (int64_t k = 0; k < array_count(c->current[i]) && k < SHOWN; k++) buf_printf(&b, " %.6g", c->current[i]->data[k]);
  }
  const char *text = arena_strdup(pool_arena(c->pool), buf_text(&b));
  buf_free(&b);
  return text;
}

void check_note(Check *c, Worst *w, double violation)
{
  w->points++;
  if (w->at && !(violation > w->value)) return;
  w->value = violation;
  w->at = describe(c);
}

void check_set_touch(Check *c)
{
  for (int i = 0; i < c->loss->nparams; i++) check_copy(check_touch(c, c->loss->param[i].sym), c->current[i]);
  engine_leave_zero(c->plan, c->store);
}

void check_return(Check *c)
{
  for (int i = 0; i < c->loss->nparams; i++) check_copy(check_new(c, c->loss->param[i].sym), c->current[i]);
}

/* both values at the parameters; false where one is not a number */
bool check_values(Check *c, double *q, double *l)
{
  bool ok = runner_run(c->both, NULL);
  *q = check_new(c, c->q)->data[0];
  *l = check_new(c, c->l)->data[0];
  return ok && isfinite(*q) && isfinite(*l);
}

/* ---- the surrogate at one current point -------------------------------------------------------------------------------------- */

void check_move(const Check *c, Symbol *p, const Array *from, const double *direction, double t)
{
  Array *to = check_new(c, p);
  feasible_move(p, from, direction, t, to);
  for (int i = 0; i < c->loss->nparams; i++)
    if (c->loss->param[i].sym == p && c->loss->param[i].fixed) feasible_hold(p, c->loss->param[i].fixed, to);
}

typedef struct Curve { const SurrogateGroup *group; double *direction[LOSS_MAX_PARAMS]; } Curve;

static bool values_on(Check *c, const Curve *curve, double t, double *q, double *l)
{
  for (int i = 0; i < curve->group->nparams; i++) {
    Symbol *p = curve->group->param[i];
    check_move(c, p, check_touch(c, p), curve->direction[i], t);
  }
  return check_values(c, q, l);
}

typedef struct Slope { double q, l, bend, wide_bend; } Slope;      /* bend: the loss's second difference over the step, and over twice of it */

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
  s->wide_bend = fabs(l[0] + l[3] - 2 * l0) / (2 * h);
  return true;
}

/* Where the loss has a kink it has no slope: near one the slope does not settle with the step; at one the second difference
 * falls as the step does, not as its square. */
static bool is_smooth(const Slope *wide, const Slope *fine, double size)
{
  return fabs(wide->l - fine->l) <= 1e-6 * (fabs(fine->l) + size) && (fine->bend <= 1e-5 * (fabs(fine->l) + size) || fine->bend < wide->bend / 2);
}

/* A kink too small for that, within the step: bend = curvature * h + jump. The slope of the loss is as uncertain. */
static double jump_within(const Slope *wide, const Slope *fine)
{
  return fmax(0, fmax(4 * fine->bend - wide->bend, 4 * fine->wide_bend - wide->wide_bend) / 3);
}

static void check_curve(Check *c, const Curve *curve, double l0)
{
  double q, l, size = fabs(l0) + c->scale;
  Slope wide, fine;
  if (slopes(c, curve, 1e-3, l0, &wide) && slopes(c, curve, 2.5e-4, l0, &fine) && is_smooth(&wide, &fine, size)) {
    values_on(c, curve, 0, &q, &l);
    check_note(c, &c->slope, fmax(0, fabs(fine.q - fine.l) - jump_within(&wide, &fine)) / (fabs(fine.l) + size));
  }
  for (int k = 0; k < 8; k++) {
    double t = (k % 2 ? -1 : 1) * pow(10, -3.5 + 4 * random_uniform(&c->random));
    if (!values_on(c, curve, t, &q, &l)) continue;
    if (surrogate_is_proved(curve->group)) check_note(c, &c->above, (l - q) / (fabs(l) + fabs(q) + size));
    else if (surrogate_type(curve->group) == 'D' && q < l0) check_note(c, &c->above, (l - l0) / (fabs(l) + fabs(q) + size));
  }
}

static void check_surrogate(Check *c, const SurrogateGroup *g)
{
  double q, l;
  Curve curve = { .group = g };
  check_set_touch(c);
  check_return(c);
  if (!check_values(c, &q, &l)) return;
  check_note(c, &c->touch, fabs(q - l) / (fabs(q) + fabs(l) + c->scale));
  for (int i = 0; i < g->nparams; i++) curve.direction[i] = malloc((size_t)array_count(check_new(c, g->param[i])) * sizeof(double) + 1);
  for (int k = 0; k < CURVES; k++) {
    for (int i = 0; i < g->nparams && curve.direction[i]; i++)
      for (int64_t e = 0; e < array_count(check_new(c, g->param[i])); e++) curve.direction[i][e] = random_normal(&c->random);
    check_curve(c, &curve, l);
  }
  for (int i = 0; i < g->nparams; i++) free(curve.direction[i]);
  check_return(c);
}

/* ---- all of it ------------------------------------------------------------------------------------------------------------------ */

/* the start that the fit would take, then random points of the interior */
static bool draw_current(Check *c, uint64_t seed, int run)
{
  for (int i = 0; i < c->loss->nparams; i++) {
    Param p = c->loss->param[i];
    if (run > 0) { p.init = NULL; p.draw = DRAW_NONE; }
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
  if (c->plan->group[at].stiffness) store_array(c->store, c->plan->group[at].stiffness)->data[0] = 1;
  bool ok = c->both && (!with_updates || updates_new(c, &c->plan->group[at], &updates));
  c->scale = 1e-300;
  c->unbounded = false;
  for (int run = 0; ok && run < STARTS; run++) {
    double q, l;
    if (!(ok = draw_current(c, seed, run))) break;
    check_set_touch(c);
    check_return(c);
    if (check_values(c, &q, &l)) c->scale = fmax(c->scale, fabs(l));
  }
  for (int run = 0; ok && run < STARTS; run++) {
    if (!(ok = draw_current(c, seed, run))) break;
    for (int twice = 0; twice < 2; twice++) {
      check_surrogate(c, g);
      if (with_updates) updates_check(c, g, &c->plan->group[at], &updates);
    }
  }
  if (c->both && with_updates) updates_free(&updates);
  runner_free(c->both);
  if (!ok) return false;
  buf_put(c->report, "surrogate for");
  for (int i = 0; i < g->nparams; i++) buf_printf(c->report, "%s %s", i ? "," : "", g->param[i]->name->text);
  buf_putc(c->report, '\n');
  ok = report_line(c, "touches the loss at the current point", &c->touch, CHECK_TOLERANCE);
  ok &= report_line(c, "has its slope there", &c->slope, SLOPE_TOLERANCE);
  if (strchr("LF", surrogate_type(g))) buf_printf(c->report, "  %-50s type %c\n", "elsewhere it is tested by each step of a fit:", surrogate_type(g));
  else ok &= report_line(c, surrogate_type(g) == 'D' ? "the loss falls where it does" : "lies above it elsewhere", &c->above, CHECK_TOLERANCE);
  if (with_updates)
    ok &= report_line(c, c->unbounded ? "has no least value; is lower at the update" : "is least, or at least lower, at the update", &c->lower, CHECK_TOLERANCE);
  return ok;
}

bool fit_check(Pool *pool, const Rules *rules, const Loss *loss, uint64_t seed, int threads, Buf *report, DiagList *diags)
{
  DeriveOptions how = { .method = "auto" };
  Derivation *d = derive_loss(pool, rules, loss, &how, diags);
  return d && fit_check_derivation(pool, d, true, seed, threads, report, diags);
}

bool fit_check_derivation(Pool *pool, const Derivation *d, bool with_updates, uint64_t seed, int threads, Buf *report, DiagList *diags)
{
  Arena *arena = pool_arena(pool);
  const Loss *loss = d->loss;
  Plan *plan = plan_make(pool, d, diags);
  if (!plan) return false;
  Check c = { .pool = pool, .loss = loss, .plan = plan, .store = store_new(pool), .crew = crew_new(threads), .diags = diags, .report = report,
              .random = random_stream(seed, random_purpose("check"), 0), .current = ARENA_ARRAY(arena, Array *, loss->nparams) };
  int64_t most = 1;
  bool ok = c.crew != NULL;
  for (int i = 0; i < loss->nparams && ok; i++) {
    c.current[i] = array_copy(check_new(&c, loss->param[i].sym));
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
