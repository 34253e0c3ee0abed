/* fit.c: the iteration; see fit.h.
 *
 * The pass that makes the new parameters yields the loss at its input for nothing, so iteration t learns the loss of what
 * iteration t-1 made: trace[t] belongs to the parameters after t iterations. A rise beyond rounding takes the step back and
 * ends the run: a proved surrogate that rises is a bug, and is reported as one.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/fit.h"
#include "derive/derivation.h"
#include "fit/joint_step.h"
#include "fit/runner.h"
#include "fit/search.h"
#include "fit/start.h"
#include "vm/machine.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void fit_options_default(FitOptions *o)
{
  *o = (FitOptions){ .iters = 1000, .tol = 1e-9, .restarts = 1, .seed = 1, .method = "auto", .accel = "none" };
}

static double now(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* ---- the engine: a plan made to run ------------------------------------------------------------------------------------------------ */

typedef struct StageRun { const Stage *stage; Runner *runner; Search *search; } StageRun;

typedef struct Engine {
  Pool *pool;
  const Loss *loss;
  const FitOptions *options;
  const Plan *plan;
  Store *store;
  Crew *crew;
  Runner *loss_runner;
  int nstages; StageRun *stage;           /* of all groups, in order */
  JointState *joint;
  DiagList *diags;
  double scale;                           /* sum of the absolute terms of the loss at the start, for the tolerance of rounding */
} Engine;

static void engine_free(Engine *e)
{
  for (int i = 0; i < e->nstages; i++) {
    runner_free(e->stage[i].runner);
    if (e->stage[i].search) search_free(e->stage[i].search);
  }
  if (e->joint) joint_free(e->joint);
  runner_free(e->loss_runner);
  store_free(e->store);
  if (e->crew) crew_free(e->crew);
}

static bool engine_new(Engine *e, Pool *pool, const Loss *loss, const Plan *plan, const FitOptions *options, Buf *dump, DiagList *diags)
{
  *e = (Engine){ .pool = pool, .loss = loss, .options = options, .plan = plan, .diags = diags };
  Arena *arena = pool_arena(pool);
  int n = 0;
  for (int g = 0; g < plan->ngroups; g++) n += plan->group[g].nstages;
  e->stage = ARENA_ARRAY(arena, StageRun, n + 1);
  e->store = store_new(pool);
  e->crew = crew_new(options->threads);
  e->loss_runner = e->crew ? runner_new(pool, e->store, &plan->loss_list, e->crew, NULL, diags) : NULL;
  if (!e->loss_runner) return false;
  for (int g = 0; g < plan->ngroups; g++)
    for (int s = 0; s < plan->group[g].nstages; s++) {
      StageRun *run = &e->stage[e->nstages++];
      run->stage = &plan->group[g].stage[s];
      if (!(run->runner = runner_new(pool, e->store, &run->stage->list, e->crew, dump, diags))) return false;
      if (run->stage->search && !(run->search = search_new(pool, run->stage, e->store, e->crew, diags))) return false;
      if (options->time) machine_time(runner_machine(run->runner), true);
    }
  if (plan->joint)
    e->joint = joint_new(pool, plan->joint, e->store, e->crew, plan->derivation->joint_update, plan->derivation->fixed_step ? plan->derivation->step : 0, diags);
  return !plan->joint || e->joint;
}

static Array *touch_array(const Engine *e, Symbol *p) { return store_array(e->store, symbol_touch(e->pool, p)); }
static Array *new_array(const Engine *e, Symbol *p) { return store_array(e->store, p); }

static void copy_numbers(Array *to, const Array *from) { memcpy(to->data, from->data, (size_t)array_count(to) * sizeof *to->data); }

static const Param *param_of(const Loss *loss, const Symbol *p)
{
  for (int i = 0; i < loss->nparams; i++)
    if (loss->param[i].sym == p) return &loss->param[i];
  return NULL;
}

/* the new values become the current point; entries that the user fixed keep their value */
static void advance(Engine *e, int n, Symbol *const *param)
{
  for (int i = 0; i < n; i++) {
    Array *to = touch_array(e, param[i]);
    const Param *p = param_of(e->loss, param[i]);
    copy_numbers(to, new_array(e, param[i]));
    for (int64_t k = 0; p && p->fixed && k < array_count(to); k++)
      if (!isnan(p->fixed->data[k])) to->data[k] = p->fixed->data[k];
  }
}

static bool loss_here(Engine *e, double *loss)
{
  bool ok = runner_run(e->loss_runner, NULL);
  *loss = store_array(e->store, e->plan->loss)->data[0];
  return ok;
}

/* ---- rounding ---------------------------------------------------------------------------------------------------------------------- */

/* the sum of the absolute values of the terms that are added up in e: the scale of its rounding error */
static const Expr *absolute_terms(Pool *pool, const Expr *e)
{
  if (e->kind == X_ADD) {
    const Expr *sum = expr_num(pool, 0);
    for (int i = 0; i < e->nargs; i++) sum = expr_add(pool, sum, absolute_terms(pool, e->arg[i]));
    return sum;
  }
  if (e->kind == X_REDUCE && e->op == R_SUM) {
    Index *fresh[1];
    const Expr *arg[4];
    expr_open(pool, e, fresh, arg);
    arg[0] = absolute_terms(pool, arg[0]);
    return expr_close(pool, e, fresh, arg);
  }
  const Expr *rest;
  double coef = expr_split_coef(pool, e, &rest);
  if (rest != e) return expr_mul(pool, expr_num(pool, fabs(coef)), absolute_terms(pool, rest));
  return expr_if(pool, expr_cmp(pool, C_LT, e, expr_num(pool, 0)), expr_neg(pool, e), e);
}

static void measure_scale(Engine *e, double loss)
{
  Symbol *s = symbol_new(e->pool, SYM_STAT, name_of("scale"), 0, NULL);
  DefinitionList list = { .arena = pool_arena(e->pool) };
  DiagList quiet = { .arena = pool_arena(e->pool) };
  definition_add(e->pool, &list, s, NULL, expr_touch(e->pool, absolute_terms(e->pool, e->loss->value)));
  Runner *r = runner_new(e->pool, e->store, &list, e->crew, NULL, &quiet);
  e->scale = fabs(loss);
  if (r && runner_run(r, NULL)) {
    double v = store_array(e->store, s)->data[0];
    if (isfinite(v)) e->scale = fmax(e->scale, v);
  }
  runner_free(r);
}

/* how far the surrogates of a plan fail to touch at the current point: the floors of weights at 0 (|x| at x = 0) */
static double touch_gap(Engine *e, double loss)
{
  const Derivation *d = e->plan->derivation;
  DiagList quiet = { .arena = pool_arena(e->pool) };
  double gap = 0;
  for (int g = 0; g < d->groups.len; g++) {
    Symbol *s = symbol_new(e->pool, SYM_STAT, name_of("surrogate"), 0, NULL);
    DefinitionList list = { .arena = pool_arena(e->pool) };
    definition_add(e->pool, &list, s, NULL, expr_touch(e->pool, d->groups.data[g].surrogate));
    Runner *r = runner_new(e->pool, e->store, &list, e->crew, NULL, &quiet);
    if (r && runner_run(r, NULL)) gap += fmax(0, store_array(e->store, s)->data[0] - loss);
    runner_free(r);
  }
  return isfinite(gap) ? gap : 0;
}

/* ---- one run ------------------------------------------------------------------------------------------------------------------------- */

typedef struct Run {
  double *trace; int ntrace;              /* trace[t]: the loss after t iterations */
  bool converged, monotone;
  double seconds, rise;
  Array **value;                          /* one for each parameter: the point that the run ends with */
} Run;

typedef enum { GO_ON, STOP_CONVERGED, STOP_ROSE, STOP_BROKEN } Verdict;

static void keep_point(Engine *e, Array **to)
{
  for (int i = 0; i < e->loss->nparams; i++) copy_numbers(to[i], touch_array(e, e->loss->param[i].sym));
}

static void restore_point(Engine *e, Array *const *from)
{
  for (int i = 0; i < e->loss->nparams; i++) copy_numbers(touch_array(e, e->loss->param[i].sym), from[i]);
}

static Array **points_new(Engine *e)
{
  Array **a = ARENA_ARRAY(pool_arena(e->pool), Array *, e->loss->nparams);
  for (int i = 0; i < e->loss->nparams; i++)
    if (!(a[i] = array_copy(touch_array(e, e->loss->param[i].sym)))) return NULL;
  return a;
}

static void points_free(const Engine *e, Array **a)
{
  for (int i = 0; a && i < e->loss->nparams; i++) array_unref(a[i]);
}

/* One pass over all blocks, from the touch arrays to the touch arrays. *before: the loss at the point it began with, where a
 * group yields it; *after: the loss where it ended, where a joint step yields it; else NAN. */
static bool iterate(Engine *e, double *before, double *after, char **fault)
{
  int at = 0;
  *before = *after = NAN;
  for (int g = 0; g < e->plan->ngroups; g++) {
    const PlanGroup *group = &e->plan->group[g];
    for (int s = 0; s < group->nstages; s++) {
      StageRun *run = &e->stage[at++];
      bool ok = runner_run(run->runner, fault);
      if (g == 0 && s == 0) *before = store_array(e->store, group->loss)->data[0];
      if (!ok || (run->search && !search_run(run->search))) return false;
    }
    advance(e, group->nparams, group->param);
  }
  if (!e->joint) return true;
  if (joint_take(e->joint, after)) advance(e, e->plan->derivation->njoint, e->plan->derivation->joint);
  else loss_here(e, after);
  return true;
}

static void tell(const Engine *e, int run, int iteration, double loss, double change, double seconds)
{
  const FitOptions *o = e->options;
  double sign = e->loss->maximize ? -1 : 1;
  if (o->progress) {
    FitProgress p = { run + 1, o->restarts, iteration, o->iters, sign * loss, change, seconds };
    o->progress(o->progress_context, &p);
  }
  if (o->trace_iterations) fprintf(stderr, "iter %d loss %.15g change %.3g\n", iteration, sign * loss, change);
}

/* enters the loss after the next iteration into the trace and says what follows from it */
static Verdict judge(const Engine *e, Run *out, int run, double loss, double seconds)
{
  const FitOptions *o = e->options;
  double last = out->trace[out->ntrace - 1], change = last - loss;
  bool free_step = e->plan->derivation->fixed_step;       /* the user's own step: it may rise */
  if (isnan(loss) || loss == -INFINITY || loss < -1e14 * fmax(1, e->scale)) return STOP_BROKEN;
  if (loss == INFINITY && !free_step) return STOP_ROSE;
  if (change < -64 * DBL_EPSILON * e->scale) {
    out->rise = fmax(out->rise, -change);
    if (!free_step) return STOP_ROSE;
    out->monotone = false;
  }
  out->trace[out->ntrace++] = loss;
  tell(e, run, out->ntrace - 1, loss, change, seconds);
  return o->tol > 0 && fabs(change) <= o->tol * fabs(loss) ? STOP_CONVERGED : GO_ON;
}

static void report_unbounded(Engine *e, int iteration, const char *fault)
{
  Diag *d = diag_add(e->diags, e->loss->span, MSG_FIT_UNBOUNDED, iteration, fault ? fault : "a value left the range of numbers");
  diag_hint(e->diags, d, "a component may have collapsed on too few points: try fewer components, other starts (restarts = 10), a lower bound on the variance, or a penalty such as an inverse Wishart prior");
}

static bool begin(Engine *e, int run, Run *out)
{
  const Loss *loss = e->loss;
  double value;
  for (int i = 0; i < loss->nparams; i++) {
    Symbol *p = loss->param[i].sym;
    if (!start_values(e->pool, &loss->param[i], e->options->seed, run, touch_array(e, p), e->diags)) return false;
    copy_numbers(new_array(e, p), touch_array(e, p));
  }
  bool defined = loss_here(e, &value);
  if (!defined || !isfinite(value)) {
    const char *what = !defined ? "not defined (a matrix is not positive definite)" : isnan(value) ? "not a number" : value > 0 ? "inf" : "-inf";
    Diag *d = diag_add(e->diags, loss->span, MSG_FIT_START, what);
    diag_hint(e->diags, d, "look at the data and at `init`: a value outside a density's support, a probability of 0, a start far from the data");
    return false;
  }
  if (e->scale == 0) measure_scale(e, value);
  if (e->joint) joint_restart(e->joint);
  out->trace[0] = value;
  out->ntrace = 1;
  out->monotone = true;
  return true;
}

/* The point after t iterations is judged as soon as its loss is known: at once after a joint step, in the next pass
 * otherwise. `older` is the point before the last one judged, so that a rise can be taken back. */
static bool iterate_until_done(Engine *e, int run, Run *out, Array **last, Array **older)
{
  const FitOptions *o = e->options;
  double start = now();
  Verdict verdict = GO_ON;
  bool judged = true;
  int it = 0;
  char *fault = NULL;
  keep_point(e, last);
  keep_point(e, older);
  while (it < o->iters && !(o->stop && *o->stop)) {
    double before, after;
    bool ok = iterate(e, &before, &after, &fault);
    if (!judged) {
      verdict = judge(e, out, run, before, now() - start);
      if (verdict != GO_ON) { restore_point(e, verdict == STOP_ROSE ? older : last); break; }
      judged = true;
    }
    if (!ok) { verdict = STOP_BROKEN; break; }
    it++;
    Array **spare = older;
    older = last;
    last = spare;
    keep_point(e, last);
    if (isnan(after)) { judged = false; continue; }
    verdict = judge(e, out, run, after, now() - start);
    if (verdict != GO_ON) { if (verdict == STOP_ROSE) restore_point(e, older); break; }
  }
  out->seconds = now() - start;
  if (verdict == GO_ON && !judged) {
    double loss;
    loss_here(e, &loss);
    verdict = judge(e, out, run, loss, out->seconds);
    if (verdict == STOP_ROSE) restore_point(e, older);
  }
  if (verdict == STOP_BROKEN) { report_unbounded(e, it, fault); return false; }
  if (verdict == STOP_ROSE) {                               /* within what the floors of weights allow it is as good as converged */
    out->converged = out->rise <= 64 * DBL_EPSILON * e->scale + touch_gap(e, out->trace[out->ntrace - 1]);
    out->monotone = out->converged;
  } else {
    out->converged = verdict == STOP_CONVERGED;
  }
  return true;
}

static bool run_once(Engine *e, int run, Run *out)
{
  if (!begin(e, run, out)) return false;
  Array **last = points_new(e), **older = points_new(e);
  bool ok = last && older && iterate_until_done(e, run, out, last, older);
  if (ok) keep_point(e, out->value);
  points_free(e, last);
  points_free(e, older);
  return ok;
}

/* ---- all runs -------------------------------------------------------------------------------------------------------------------------- */

static bool any_random(const Loss *loss)
{
  for (int i = 0; i < loss->nparams; i++)
    if (start_is_random(&loss->param[i])) return true;
  return false;
}

/* the best of all runs into *best. Runs that break are dropped if another one stands; then their messages are, too. */
static bool run_all(Engine *e, Run *best, Run *other)
{
  int runs = any_random(e->loss) && e->options->restarts > 1 ? e->options->restarts : 1;
  DiagList *diags = e->diags, failures = { .arena = pool_arena(e->pool) };
  bool any = false;
  for (int i = 0; i < runs && !(i && e->options->stop && *e->options->stop); i++) {
    Run *at = any ? other : best;
    e->diags = runs > 1 ? &failures : diags;
    double *trace = at->trace;
    Array **value = at->value;
    *at = (Run){ .trace = trace, .value = value };
    if (!run_once(e, i, at)) continue;
    if (!any || at->trace[at->ntrace - 1] < best->trace[best->ntrace - 1]) {
      Run swap = *best;
      if (at != best) { *best = *at; *at = swap; }
      any = true;
    }
  }
  e->diags = diags;
  if (any || runs == 1) return any;
  for (Diag *d = failures.first; d; d = d->next)
    if (d == failures.last) {
      Diag *copy = diag_add(diags, d->span, MSG_FIT_ALL_FAILED, runs, d->text);
      for (DiagPart *p = d->parts; p; p = p->next)
        if (p->is_hint) diag_hint(diags, copy, "%s", p->text);
    }
  return false;
}

/* ---- the result ---------------------------------------------------------------------------------------------------------------------------- */

static FitBlock block_of(const Plan *plan, const Store *store, const Symbol *p)
{
  const Derivation *d = plan->derivation;
  FitBlock out = { .param = p->name };
  for (int g = 0; g < d->groups.len; g++)
    for (int i = 0; i < d->groups.data[g].blocks.len; i++) {
      const Block *b = &d->groups.data[g].blocks.data[i];
      if (b->param != p) continue;
      out.update = b->update;
      out.rule = b->rule;
      out.majorizer = b->majorizer;
    }
  for (int i = 0; i < d->njoint; i++)
    if (d->joint[i] == p) { out.update = d->joint_update; out.rule = d->joint_rule; }
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

static FitResult *make_result(Engine *e, const Run *best)
{
  Arena *arena = pool_arena(e->pool);
  const Loss *loss = e->loss;
  FitResult *r = ARENA_NEW(arena, FitResult);
  double sign = loss->maximize ? -1 : 1, value;
  restore_point(e, best->value);
  loss_here(e, &value);
  r->status = e->options->stop && *e->options->stop ? FIT_INTERRUPTED : FIT_OK;
  r->name = loss->name;
  r->loss = sign * value;
  r->iterations = best->ntrace - 1;
  r->converged = best->converged;
  r->monotone = best->monotone;
  r->rise = best->rise;
  r->seed = e->options->seed;
  r->seconds = best->seconds;
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
    r->value[i] = array_copy(touch_array(e, p));
    r->block[i] = block_of(e->plan, e->store, p);
    if (r->block[i].kept > 0) diag_add(e->diags, loss->span, MSG_FIT_KEPT, p->name->text, r->block[i].kept);
  }
  gather_weights(arena, e->plan->derivation, r);
  return r;
}

void fit_result_release(FitResult *r)
{
  for (int i = 0; r && i < r->nparams; i++) {
    array_unref(r->value[i]);
    r->value[i] = NULL;
  }
}

static bool check_options(const FitOptions *o, const Loss *loss, DiagList *diags)
{
  static const struct { const char *name; size_t at; const char *values[4]; } words[] = {
    { "method", offsetof(FitOptions, method), { "auto", "gd", "newton" } },
    { "accel", offsetof(FitOptions, accel), { "none" } },
    { "require", offsetof(FitOptions, require), { "converged", "majorizer" } },
  };
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    const char *v = *(const char *const *)((const char *)o + words[i].at);
    bool known = !v;
    for (int k = 0; k < 4 && words[i].values[k]; k++) known |= v && !strcmp(v, words[i].values[k]);
    if (known) continue;
    Diag *d = diag_add(diags, loss->span, MSG_FIT_OPTION, v, words[i].name);
    diag_hint(diags, d, "there are: %s%s%s%s%s", words[i].values[0], words[i].values[1] ? ", " : "", words[i].values[1] ? words[i].values[1] : "",
              words[i].values[1] && words[i].values[2] ? ", " : "", words[i].values[1] && words[i].values[2] ? words[i].values[2] : "");
    return false;
  }
  return true;
}

static bool meets_requirement(const FitOptions *o, const Plan *plan, const Loss *loss, DiagList *diags)
{
  if (!o->require || strcmp(o->require, "majorizer") || !plan->derivation->njoint) return true;
  Diag *d = diag_add(diags, loss->span, MSG_FIT_NOT_PROVED, plan->derivation->joint[0]->name->text);
  diag_hint(diags, d, "`derive` shows which term has no rule; without `require = majorizer` the fit goes on with a damped step");
  return false;
}

FitResult *fit_run(Pool *pool, const Rules *rules, const Loss *loss, const FitOptions *options, DiagList *diags, Derivation **derivation)
{
  Arena *arena = pool_arena(pool);
  if (!check_options(options, loss, diags)) return NULL;
  DeriveOptions how = { .method = options->method, .step = options->step, .use_rule = options->use_rule };
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
    best.value = points_new(&e);
    other.value = points_new(&e);
    if (best.value && other.value && run_all(&e, &best, &other)) result = make_result(&e, &best);
    points_free(&e, best.value);
    points_free(&e, other.value);
    if (options->time) {
      Buf report = { 0 };
      for (int i = 0; i < e.nstages; i++) machine_report(runner_machine(e.stage[i].runner), &report);
      fputs(buf_text(&report), stderr);
      buf_free(&report);
    }
  }
  engine_free(&e);
  if (result && !result->monotone && !d->fixed_step)
    diag_add(diags, loss->span, MSG_FIT_ROSE, result->rise, result->iterations + 1, d->njoint ? d->joint[0]->name->text : loss->param[0].sym->name->text);
  if (result && options->require && !strcmp(options->require, "converged") && !result->converged) {
    diag_add(diags, loss->span, MSG_FIT_NOT_CONVERGED, result->iterations);
    result->status = FIT_FAILED;
  }
  return result;
}

void fit_dump(Pool *pool, const Rules *rules, const Loss *loss, const FitOptions *options, const char *stage, Buf *out, DiagList *diags)
{
  DeriveOptions how = { .method = options->method, .step = options->step, .use_rule = options->use_rule };
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
