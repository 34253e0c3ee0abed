/* fit.c: all runs of a fit, of which the best stands, and what came out; see fit.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/fit.h"
#include "base/clock.h"
#include "derive/derivation.h"
#include "expr/print.h"
#include "fit/accel.h"
#include "fit/collapse.h"
#include "fit/engine.h"
#include "fit/report.h"
#include "fit/run.h"
#include "fit/runaway.h"
#include "fit/start.h"
#include "vm/machine.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

void fit_options_default(FitOptions *o)
{
  *o = (FitOptions){ .iters = 1000, .tol = 1e-9, .restarts = 1, .seed = 1, .method = "auto", .accel = "late" };
}

/* ---- all runs ------------------------------------------------------------------------------------------------------------------------ */

static bool is_better(const Run *a, const Run *b)
{
  if (run_has_end(a) != run_has_end(b)) return run_has_end(a);
  return a->trace[a->ntrace - 1] < b->trace[b->ntrace - 1];
}

static bool any_random(const Loss *loss)
{
  for (int i = 0; i < loss->nparams; i++)
    if (start_is_random(&loss->param[i])) return true;
  return false;
}

static int runs_of(const Engine *e) { return any_random(e->loss) && e->options->restarts > 1 ? e->options->restarts : 1; }

/* The best of all runs into *best. Runs that break are dropped if another one stands, and so are their messages; those in which the loss
 * falls without bound stand behind all others. */
static bool run_all(Engine *e, Run *best, Run *other)
{
  int runs = runs_of(e), without = 0;
  DiagList *diags = e->diags, failures = { .arena = pool_arena(e->pool) };
  bool any = false;
  const char *why = NULL;
  for (int i = 0; i < runs && !(i && e->options->stop && *e->options->stop); i++) {
    Run *at = any ? other : best;
    e->diags = runs > 1 ? &failures : diags;
    *at = (Run){ .trace = at->trace, .start = at->start, .point = at->point, .earlier = at->earlier, .recent = at->recent };
    bool ended = run_once(e, i, at);
    if (ended) run_look_beyond(e, at);
    if (!run_has_end(at)) {
      without++;
      why = at->endless;
    }
    if (!ended) continue;
    if (!any || is_better(at, best)) {
      Run swap = *best;
      if (at != best) { *best = *at; *at = swap; }
      any = true;
    }
  }
  e->diags = diags;
  if (any && without > 0 && run_has_end(best)) report_dropped(e, without, runs, why);
  if (any || runs == 1) return any;
  for (Diag *d = failures.first; d; d = d->next)
    if (d == failures.last) {
      Diag *copy = diag_add(diags, d->span, MSG_FIT_ALL_FAILED, runs, d->text);
      for (DiagPart *p = d->parts; p; p = p->next)
        if (p->is_hint) diag_hint(diags, copy, "%s", p->text);
    }
  return false;
}

/* what follows from where the best run ends; false: the loss has no minimum */
static bool stands(Engine *e, Run *best)
{
  if (!best->endless) return true;
  e->endless = !best->mend && !e->fallen;
  if (best->infinite) {
    best->converged = false;
    report_runaway(e, best->endless, best->limit);
  } else {
    report_unbounded(e, runs_of(e), best->ntrace - 1, best->endless, best->mend ? best->mend : best->limit);
  }
  return best->infinite;
}

/* ---- the result ---------------------------------------------------------------------------------------------------------------------------- */

static FitBlock block_of(const Plan *plan, const Store *store, const Symbol *p)
{
  const Derivation *d = plan->derivation;
  FitBlock out = { .param = p->name, .type = 'F' };
  for (int g = 0; g < d->groups.len; g++)
    for (int i = 0; i < d->groups.data[g].blocks.len; i++) {
      const Block *b = &d->groups.data[g].blocks.data[i];
      if (b->param != p) continue;
      out.update = b->update;
      out.rule = b->rule;
      out.majorizer = b->majorizer;
      out.type = surrogate_type(&d->groups.data[g]);
      out.touches = out.type == 'F';
    }
  for (int i = 0; i < d->njoint; i++)
    if (d->joint[i] == p) {                                 /* too many unknowns for Newton's method: L-BFGS */
      bool gradient = d->joint_update == UPDATE_NEWTON && !plan->joint->has_hessian;
      out.update = gradient ? UPDATE_GRADIENT : d->joint_update;
      out.rule = gradient ? "R-GD" : d->joint_rule;
    }
  for (int g = 0; g < plan->ngroups; g++)
    for (int i = 0; i < plan->group[g].nkept; i++)
      if (plan->group[g].kept_param[i] == p) out.kept = (long)store_array((Store *)store, plan->group[g].kept[i])->data[0];
  return out;
}

static void gather_weights(Arena *arena, const Derivation *d, FitResult *r)
{
  VEC(Symbol *) all = { 0 };
  for (int g = 0; g < d->groups.len; g++)
    for (int s = 0; s < d->groups.data[g].steps.len; s++)
      for (int k = 0; k < d->groups.data[g].steps.data[s].weights.len; k++) vec_push(arena, &all, d->groups.data[g].steps.data[s].weights.data[k]);
  r->nweights = all.len;
  r->weight = all.data;
}

/* Squares that all vanish leave squares of rounding errors: that these have no digits says nothing against the data. */
static bool is_exact_fit(const Engine *e, double loss)
{
  static const double errors_many = 1e3;
  return fabs(loss) <= pow(errors_many * DBL_EPSILON, 2) * e->scale;
}

/* of where the engine is */
static FitResult *make_result(Engine *e, const Run *best)
{
  Arena *arena = pool_arena(e->pool);
  const Loss *loss = e->loss;
  FitResult *r = ARENA_NEW(arena, FitResult);
  double sign = loss->maximize ? -1 : 1, value;
  bool told = false;
  engine_loss(e, &value);
  r->status = e->options->stop && *e->options->stop ? FIT_INTERRUPTED : FIT_OK;
  r->name = loss->name;
  r->loss = sign * value + 0.0;                            /* no loss is -0 */
  r->iterations = best->ntrace - 1;
  r->converged = best->converged;
  r->accelerated = best->accelerated;
  r->endless = best->endless;
  r->monotone = best->monotone;
  r->rise = best->rise;
  r->seed = e->options->seed;
  r->seconds = best->seconds;
  r->processor_seconds = best->processor_seconds;
  r->ntrace = best->ntrace;
  r->trace = arena_copy(arena, best->trace, (size_t)best->ntrace * sizeof *best->trace);
  for (int i = 0; i < r->ntrace; i++) r->trace[i] *= sign;
  r->nparams = r->nblocks = loss->nparams;
  r->block = ARENA_ARRAY(arena, FitBlock, loss->nparams);
  r->param = ARENA_ARRAY(arena, Symbol *, loss->nparams);
  r->value = ARENA_ARRAY(arena, Array *, loss->nparams);
  for (int i = 0; i < loss->nparams; i++) {
    Symbol *p = loss->param[i].sym;
    r->param[i] = p;
    r->value[i] = array_copy(engine_touch(e, p));
    if (!r->value[i]) {
      r->nparams = i;
      fit_result_release(r);
      diag_add(e->diags, loss->span, MSG_FIT_MEMORY);
      return NULL;
    }
    r->block[i] = block_of(e->plan, e->store, p);
    report_slices(e, p, r->block[i].kept);
    told = report_far(e, p) || told;
  }
  if (!told) report_far_data(e);
  gather_weights(arena, e->plan->derivation, r);
  report_slow(e, r);
  report_wide_band(e);
  if (best->noise > e->options->tol * fabs(value) && !is_exact_fit(e, value)) report_noise(e, value, best->noise);
  return r;
}

void fit_result_release(FitResult *r)
{
  for (int i = 0; r && i < r->nparams; i++) {
    array_unref(r->value[i]);
    r->value[i] = NULL;
  }
}

const char *fit_option_value(const char *option, int i)
{
  static const struct { const char *option, *value[4]; } words[] = {
    { "method", { "auto", "gd", "newton" } }, { "accel", { "late", "none" } }, { "require", { "converged", "majorizer" } } };
  for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
    if (strcmp(words[k].option, option)) continue;
    int n = 0;
    while (n < 4 && words[k].value[n]) n++;
    return i < n ? words[k].value[i] : !strcmp(option, "accel") ? accel_name(i - n) : NULL;
  }
  return NULL;
}

DeriveOptions fit_derive_options(const FitOptions *o)
{
  bool proved = o->require && !strcmp(o->require, "majorizer");
  return (DeriveOptions){ .method = o->method, .step = o->step, .use_rule = o->use_rule, .proved = proved };
}

static bool meets_requirement(const FitOptions *o, const Plan *plan, const Loss *loss, DiagList *diags)
{
  const Symbol *unproved = plan->derivation->njoint ? plan->derivation->joint[0] : NULL;
  for (int g = 0; g < plan->ngroups; g++) if (plan->group[g].surrogate) unproved = plan->group[g].param[0];
  if (!o->require || strcmp(o->require, "majorizer") || !unproved) return true;
  Diag *d = diag_add(diags, loss->span, MSG_FIT_NOT_PROVED, unproved->name->text);
  const Derivation *made = plan->derivation;
  Arena *arena = pool_arena(made->pool);
  for (int i = 0; i < made->refusals.len; i++) {
    const Refusal *r = &made->refusals.data[i];
    if (refusal_is_new(made, i)) diag_hint(diags, d, "%s `%s`%s", refusal_head(r), expr_text(arena, refusal_term(made->pool, r)), refusal_tail(arena, r));
  }
  const char *mend = derive_mend(made);
  if (mend) diag_hint(diags, d, "%s", mend);
  diag_hint(diags, d, "`derive` shows the derivation as far as it goes; without `require = majorizer` the fit goes on with a damped step");
  return false;
}

/* Points may be as large as the data: each run has those that are asked for when it has ended. NULL: no memory */
static double *make_points(const Engine *e, Run *best, Run *other)
{
  size_t n = (size_t)engine_numbers(e);
  int runs = runs_of(e) > 1 ? 2 : 1;
  bool followed = runaway_looks(e), measured = collapse_looks(e);
  double *points = malloc(((size_t)runs * (1 + 2 * (size_t)followed + (size_t)measured) * n + 1) * sizeof *points), *at = points;
  for (int i = 0; i < runs && points; i++) {
    Run *r = i ? other : best;
    r->point = at;
    at += n;
    if (followed) {
      r->earlier = at;
      r->recent = at + n;
      at += 2 * n;
    }
    if (measured) {
      r->start = at;
      at += n;
    }
  }
  return points;
}

FitResult *fit_run(Pool *pool, const Rules *rules, const Loss *loss, const FitOptions *options, DiagList *diags, Derivation **derivation)
{
  Arena *arena = pool_arena(pool);
  double start = clock_seconds(), ready = start, done = start;
  DeriveOptions how = fit_derive_options(options);
  Derivation *d = derive_loss(pool, rules, loss, &how, diags);
  Plan *plan = d ? plan_make(pool, d, diags) : NULL;
  if (derivation) *derivation = d;
  if (!plan || !meets_requirement(options, plan, loss, diags)) return NULL;
  Engine e;
  FitResult *result = NULL;
  if (engine_new(&e, pool, loss, plan, options, NULL, diags)) {
    Run best = { 0 }, other = { 0 };
    size_t room = (size_t)options->iters + 2;
    best.trace = ARENA_ARRAY(arena, double, room);
    other.trace = options->restarts > 1 ? ARENA_ARRAY(arena, double, room) : best.trace;
    double *points = make_points(&e, &best, &other);
    ready = clock_seconds();
    bool any = points && run_all(&e, &best, &other);
    done = clock_seconds();
    if (!points) diag_add(diags, loss->span, MSG_FIT_MEMORY);
    else if (any) engine_set_point(&e, best.point);
    free(points);
    if (any && stands(&e, &best)) result = make_result(&e, &best);
    if (options->time) {
      Buf report = { 0 };
      store_report(e.store, &report);
      fputs(buf_text(&report), options->err);
      buf_free(&report);
    }
  }
  engine_free(&e);
  if (result) {
    result->derive_seconds = ready - start;
    result->run_seconds = done - ready;
  }
  if (result && !result->monotone && isinf(result->rise)) {
    Diag *left = diag_add(diags, loss->span, MSG_FIT_LEFT_RANGE, result->iterations + 1);
    diag_hint(diags, left, "the parameters may run to infinity, and exp overflows on the way: a penalty or a bound keeps them");
  } else if (result && !result->monotone && !d->fixed_step)
    diag_add(diags, loss->span, MSG_FIT_ROSE, result->rise, result->iterations + 1, d->njoint ? d->joint[0]->name->text : loss->param[0].sym->name->text);
  if (result && options->require && !strcmp(options->require, "converged") && !result->converged) {
    diag_add(diags, loss->span, MSG_FIT_NOT_CONVERGED, result->iterations, result->iterations == 1 ? "" : "s");
    result->status = FIT_FAILED;
  }
  return result;
}

void fit_dump(Pool *pool, const Rules *rules, const Loss *loss, const FitOptions *options, const char *stage, Buf *out, DiagList *diags)
{
  DeriveOptions how = fit_derive_options(options);
  Derivation *d = derive_loss(pool, rules, loss, &how, diags);
  Plan *plan = d ? plan_make(pool, d, diags) : NULL;
  Engine e;
  if (!plan) return;
  Buf lowered = { 0 };
  if (engine_new(&e, pool, loss, plan, options, &lowered, diags)) {
    if (!strcmp(stage, "plan")) {
      plan_print(out, plan);
      buf_put(out, buf_text(&lowered));
    } else {
      for (int i = 0; i < e.nstages; i++) program_disassemble(runner_program(e.stage[i].runner), out);
      if (!e.nstages) program_disassemble(runner_program(e.loss_runner), out);
    }
  }
  buf_free(&lowered);
  engine_free(&e);
}
