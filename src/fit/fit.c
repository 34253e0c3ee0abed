/* fit.c: the iteration; see fit.h.
 *
 * The pass that makes the new parameters yields the loss at its input for nothing, so iteration t learns the loss of what
 * iteration t-1 made: trace[t] belongs to the parameters after t iterations. A rise beyond rounding takes the step back and
 * ends the run: a proved surrogate that rises is a bug, and is reported as one.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/fit.h"
#include "base/clock.h"
#include "derive/derivation.h"
#include "fit/accel.h"
#include "fit/collapse.h"
#include "fit/engine.h"
#include "fit/escape.h"
#include "fit/noise.h"
#include "fit/report.h"
#include "fit/runaway.h"
#include "fit/saddle.h"
#include "fit/start.h"
#include "vm/machine.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

void fit_options_default(FitOptions *o)
{
  *o = (FitOptions){ .iters = 1000, .tol = 1e-9, .restarts = 1, .seed = 1, .method = "auto", .accel = "none" };
}

/* ---- one run ------------------------------------------------------------------------------------------------------------------------- */

typedef struct Run {
  double *trace; int ntrace;              /* trace[t]: the loss after t iterations */
  bool converged, monotone;
  double seconds, processor_seconds, rise;
  double noise;                           /* of the loss, where it ended the run; else 0 */
  double *point;                          /* where it ends */
  double *start, *earlier, *recent;       /* where it begins; two points on its way, the first of a quarter of it at most. NULL where nobody asks */
  const char *endless, *mend;             /* what makes the loss fall without bound, or NULL; a proposal, or NULL */
  bool infinite;                          /* the least value lies at infinity only: `endless` is what goes there */
} Run;

static void keep_point(const Engine *e, double *x) { if (x) engine_get_point(e, x); }

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

/* a rise up to this is none */
static double rounding_of(double scale) { return 64 * DBL_EPSILON * scale; }
/* a loss below this has no bound */
static double abyss(const Engine *e) { return -1e14 * fmax(1, e->scale); }

/* enters the loss after the next iteration into the trace and says what follows from it */
static Verdict judge(Engine *e, Run *out, int run, double loss, double seconds)
{
  const FitOptions *o = e->options;
  double last = out->trace[out->ntrace - 1], change = last - loss;
  bool free_step = e->plan->derivation->fixed_step;       /* the user's own step: it may rise */
  if (isnan(loss) || loss < abyss(e)) return STOP_BROKEN;
  if (loss == INFINITY) {
    out->rise = INFINITY;
    return free_step ? STOP_BROKEN : STOP_ROSE;
  }
  if (change < -rounding_of(fabs(last)) && change < -rounding_of(engine_scale(e, loss))) {
    out->rise = fmax(out->rise, -change);
    if (!free_step) return STOP_ROSE;
    out->monotone = false;
  }
  out->trace[out->ntrace++] = loss;
  tell(e, run, out->ntrace - 1, loss, change, seconds);
  return o->tol > 0 && fabs(change) <= o->tol * fabs(loss) ? STOP_CONVERGED : GO_ON;
}

static bool begin(Engine *e, int run, Run *out)
{
  const Loss *loss = e->loss;
  double value;
  for (int i = 0; i < loss->nparams; i++) {
    Symbol *p = loss->param[i].sym;
    if (!start_values(e->pool, &loss->param[i], e->options->seed, run, engine_touch(e, p), e->diags)) return false;
    memcpy(engine_new_values(e, p)->data, engine_touch(e, p)->data, (size_t)array_count(engine_touch(e, p)) * sizeof(double));
  }
  bool defined = engine_loss(e, &value);
  if (!defined || !isfinite(value)) {
    report_start(e, defined, value);
    return false;
  }
  e->scale = engine_scale(e, value);
  escape_kinks(e, &value);
  keep_point(e, out->start);
  keep_point(e, out->earlier);
  keep_point(e, out->recent);
  engine_restart(e);
  out->trace[0] = value;
  out->ntrace = 1;
  out->monotone = true;
  return true;
}

/* The point after t iterations is judged as soon as its loss is known: at once after a joint step, in the next pass
 * otherwise. `older` is the point before the last one judged, so that a rise can be taken back. */
static Verdict iterate(Engine *e, int run, Run *out, double *last, double *older, char **fault)
{
  const FitOptions *o = e->options;
  double start = clock_seconds();
  Verdict verdict = GO_ON;
  bool judged = true;
  engine_get_point(e, last);
  engine_get_point(e, older);
  int done = out->ntrace - 1;
  for (int it = done, mark = done ? 4 * done : 4; it < o->iters && !(o->stop && *o->stop); it++) {
    double before, after;
    if (it == mark) {
      if (out->earlier) memcpy(out->earlier, out->recent, (size_t)engine_numbers(e) * sizeof *out->earlier);
      keep_point(e, out->recent);
      mark *= 4;
    }
    bool ok = engine_pass(e, &before, &after, fault);
    if (!judged) {
      verdict = judge(e, out, run, before, clock_seconds() - start);
      if (verdict != GO_ON) { engine_set_point(e, verdict == STOP_ROSE ? older : last); return verdict; }
      judged = true;
    }
    if (!ok) return STOP_BROKEN;
    double *spare = older;
    older = last;
    last = spare;
    engine_get_point(e, last);
    if (isnan(after)) { judged = false; continue; }
    verdict = judge(e, out, run, after, clock_seconds() - start);
    if (verdict != GO_ON) { if (verdict == STOP_ROSE) engine_set_point(e, older); return verdict; }
  }
  if (!judged) {
    double loss;
    engine_loss(e, &loss);
    verdict = judge(e, out, run, loss, clock_seconds() - start);
    if (verdict == STOP_ROSE) engine_set_point(e, older);
  }
  return verdict;
}

/* ---- the same with an acceleration: an iteration is one application of the map ------------------------------------------------------- */

typedef struct Accelerated { Engine *engine; Run *out; int run; double start; char **fault; int calls, mark; } Accelerated;

static double apply_map(void *context, const double *x, double *image)
{
  Accelerated *c = context;
  double loss = NAN, before, after;
  engine_set_point(c->engine, x);
  if (c->calls++ == c->mark) {
    if (c->out->earlier) memcpy(c->out->earlier, c->out->recent, (size_t)engine_numbers(c->engine) * sizeof *x);
    keep_point(c->engine, c->out->recent);
    c->mark *= 4;
  }
  bool ok = c->engine->plan->ngroups > 0 || engine_loss(c->engine, &loss);
  ok = ok && engine_pass(c->engine, &before, &after, c->fault);
  engine_get_point(c->engine, image);
  return !ok ? NAN : c->engine->plan->ngroups > 0 ? before : loss;
}

static double loss_of(void *context, const double *x)
{
  const Accelerated *c = context;
  double loss;
  engine_set_point(c->engine, x);
  return engine_loss(c->engine, &loss) ? loss : NAN;
}

static double rounding_at(void *context, double loss) { return rounding_of(engine_scale(((const Accelerated *)context)->engine, loss)); }

static bool see_least(void *context, double least)
{
  const Accelerated *c = context;
  const FitOptions *o = c->engine->options;
  double change = c->out->trace[c->out->ntrace - 1] - least;
  c->out->trace[c->out->ntrace++] = least;
  tell(c->engine, c->run, c->out->ntrace - 1, least, change, clock_seconds() - c->start);
  return !(o->stop && *o->stop);
}

/* x: room for a point */
static Verdict accelerate(Engine *e, int run, Run *out, double *x, char **fault)
{
  Accelerated c = { e, out, run, clock_seconds(), fault, 0, 4 };
  Arena *arena = pool_arena(e->pool);
  Coordinates *coordinates = coordinates_new(arena, e->loss);
  AccelMap map = { .context = &c, .coordinates = coordinates, .map = apply_map, .loss = loss_of, .see = see_least, .calls = e->options->iters,
                   .tol = e->options->tol, .rounding = rounding_at, .least = abyss(e) };
  Accel *a = coordinates ? accel_new(arena, accel_find(e->options->accel), &map) : NULL;
  Verdict verdict = GO_ON;
  engine_get_point(e, x);
  if (a) verdict = accel_run(a, x, out->trace[0], &out->rise);
  else diag_add(e->diags, e->loss->span, MSG_FIT_MEMORY);
  engine_set_point(e, x);
  accel_free(a);
  coordinates_free(coordinates);
  return verdict;
}

/* ---- a run from its start to its end --------------------------------------------------------------------------------------------------- */

/* Is a rise that ended the run none? Within the floors of weights and the noise of the loss nothing lower can be found. */
static void judge_rise(Engine *e, Run *out)
{
  double last = out->trace[out->ntrace - 1], floors = rounding_of(engine_scale(e, last)) + engine_touch_gap(e, last);
  out->noise = out->rise <= floors ? 0 : noise_measure(e);
  out->converged = out->monotone = out->rise <= floors + out->noise;
  if (out->converged) out->trace[out->ntrace++] = last;     /* the iteration was made, and found nothing lower */
}

/* a point of rest that is no minimum is left, and the run goes on from beside it; *kinks: steps that know of them led there */
static bool leaves_rest(Engine *e, int run, Run *out, double start, bool *kinks)
{
  double loss = out->trace[out->ntrace - 1];
  bool still = fabs(out->trace[0] - loss) <= e->options->tol * fabs(loss);
  if (!out->converged || out->ntrace > e->options->iters) return false;
  *kinks = escape_rest(e, &loss);
  if (!*kinks && !saddle_leave(e, still, out->noise, &loss)) return false;
  tell(e, run, out->ntrace, loss, out->trace[out->ntrace - 1] - loss, clock_seconds() - start);
  out->trace[out->ntrace++] = loss;
  keep_point(e, out->earlier);
  keep_point(e, out->recent);
  engine_restart(e);
  return true;
}

/* spare: room for a point besides the run's own; false: there is no fit */
static bool go_on(Engine *e, int run, Run *out, double *spare)
{
  enum { RESTS_MOST = 6 };
  char *fault = NULL;
  double start = clock_seconds();
  int errors = e->diags->errors;
  bool plain = !strcmp(e->options->accel, "none");
  bool kinks = false;
  for (int rests = 0; rests == 0 || (rests < RESTS_MOST && leaves_rest(e, run, out, start, &kinks)); rests++, plain = true) {
    int begun = out->ntrace;
    Verdict verdict = plain ? iterate(e, run, out, out->point, spare, &fault) : accelerate(e, run, out, spare, &fault);
    if (e->diags->errors > errors) return false;
    if (verdict == STOP_BROKEN) {
      const char *mend = NULL, *emptied = fault ? NULL : collapse_emptied(e, &mend);
      report_unbounded(e, 1, out->ntrace, emptied ? emptied : fault, mend);
      out->endless = emptied ? emptied : fault ? fault : "a value leaves the range of numbers";
      return false;
    }
    engine_get_point(e, out->point);
    out->converged = verdict == STOP_CONVERGED;
    if (verdict == STOP_ROSE && kinks && out->ntrace == begun) out->converged = true;     /* nothing led down there, and weights at kinks have floors */
    else if (verdict == STOP_ROSE) judge_rise(e, out);
  }
  engine_set_point(e, out->point);
  return true;
}

static bool run_once(Engine *e, int run, Run *out)
{
  if (!begin(e, run, out)) return false;
  double start = clock_seconds(), processor_start = clock_processor_seconds(), *spare = malloc(((size_t)engine_numbers(e) + 1) * sizeof *spare);
  if (!spare) diag_add(e->diags, e->loss->span, MSG_FIT_MEMORY);
  bool ended = spare && go_on(e, run, out, spare);
  free(spare);
  out->seconds = clock_seconds() - start;
  out->processor_seconds = clock_processor_seconds() - processor_start;
  return ended;
}

/* Has the loss a minimum where the run ended? */
static void look_beyond(Engine *e, Run *out)
{
  Runaway found = out->earlier ? runaway_test(e, out->earlier, out->point, &out->endless) : RUNAWAY_NONE;
  out->infinite = found == RUNAWAY_INFINITE;
  const char *collapsed = found == RUNAWAY_UNBOUNDED || !out->start ? NULL : collapse_test(e, out->start, out->point, &out->mend);
  if (collapsed) {
    out->endless = collapsed;
    out->infinite = false;
  } else if (found == RUNAWAY_NONE) {
    out->endless = NULL;
  }
}

static bool has_end(const Run *r) { return !r->endless || r->infinite; }

static bool is_better(const Run *a, const Run *b)
{
  if (has_end(a) != has_end(b)) return has_end(a);
  return a->trace[a->ntrace - 1] < b->trace[b->ntrace - 1];
}

/* ---- all runs -------------------------------------------------------------------------------------------------------------------------- */

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
    if (ended) look_beyond(e, at);
    if (!has_end(at)) {
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
  if (any && without > 0 && has_end(best)) report_dropped(e, without, runs, why);
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
  e->endless = !best->mend;
  if (best->infinite) {
    best->converged = false;
    report_runaway(e, best->endless);
  } else {
    report_unbounded(e, runs_of(e), best->ntrace - 1, best->endless, best->mend);
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

/* of where the engine is */
static FitResult *make_result(Engine *e, const Run *best)
{
  Arena *arena = pool_arena(e->pool);
  const Loss *loss = e->loss;
  FitResult *r = ARENA_NEW(arena, FitResult);
  double sign = loss->maximize ? -1 : 1, value;
  engine_loss(e, &value);
  r->status = e->options->stop && *e->options->stop ? FIT_INTERRUPTED : FIT_OK;
  r->name = loss->name;
  r->loss = sign * value + 0.0;                            /* no loss is -0 */
  r->iterations = best->ntrace - 1;
  r->converged = best->converged;
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
    r->block[i] = block_of(e->plan, e->store, p);
    report_slices(e, p, r->block[i].kept);
    report_far(e, p);
  }
  gather_weights(arena, e->plan->derivation, r);
  report_slow(e, r);
  if (best->noise > e->options->tol * fabs(value)) report_noise(e, value, best->noise);
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
    { "method", { "auto", "gd", "newton" } }, { "accel", { "none" } }, { "require", { "converged", "majorizer" } } };
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
  const char *mend = derive_mend(plan->derivation);
  if (mend) diag_hint(diags, d, "%s", mend);
  diag_hint(diags, d, "`derive` shows which term has no rule; without `require = majorizer` the fit goes on with a damped step");
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
      fputs(buf_text(&report), stderr);
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
