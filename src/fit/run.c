/* run.c: the iteration; see run.h.
 *
 * The pass that makes the new parameters yields the loss at its input for nothing, so iteration t learns the loss of what
 * iteration t-1 made: trace[t] belongs to the parameters after t iterations. A rise beyond rounding takes the step back and
 * ends the run: a proved surrogate that rises is a bug, and is reported as one.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/run.h"
#include "base/clock.h"
#include "derive/derivation.h"
#include "fit/accel.h"
#include "fit/collapse.h"
#include "fit/escape.h"
#include "fit/noise.h"
#include "fit/report.h"
#include "fit/runaway.h"
#include "fit/saddle.h"
#include "fit/start.h"
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void keep_point(const Engine *e, double *x) { if (x) engine_get_point(e, x); }

static void tell(const Engine *e, int run, int iteration, double loss, double change, double seconds)
{
  const FitOptions *o = e->options;
  double sign = e->loss->maximize ? -1 : 1;
  if (o->progress) {
    FitProgress p = { run + 1, o->restarts, iteration, o->iters, sign * loss, change, seconds };
    o->progress(o->progress_context, &p);
  }
  if (o->trace_iterations) fprintf(o->err, "iter %d loss %.15g change %.3g\n", iteration, sign * loss, change);
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
  }
  const Symbol *moved = engine_enter(e);
  if (moved && run == 0) diag_add(e->diags, loss->span, MSG_FIT_EDGE, moved->name->text);
  for (int i = 0; i < loss->nparams; i++) {
    Symbol *p = loss->param[i].sym;
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

/* Has the run, after many iterations, still so many before it that an acceleration is worth a try? What is left follows from how the
 * falls of the loss shrink. For those who left the choice to the program. */
static bool crawls(const Engine *e, const Run *out, int begun)
{
  enum { MANY = 500, WINDOW = 10, UNKNOWNS_MOST = 100000 };     /* unknowns: a scheme keeps up to a dozen points and more */
  const FitOptions *o = e->options;
  int done = out->ntrace - 1, left = o->iters - done;
  if (strcmp(o->accel, "late") || o->tol <= 0 || e->joint || e->plan->derivation->fixed_step || engine_numbers(e) > UNKNOWNS_MOST) return false;
  if (!coordinates_any(e->loss) || done < MANY || out->ntrace - begun < 2 * WINDOW || left < 2 * WINDOW) return false;
  const double *t = out->trace + done;
  double falls = (t[-WINDOW] - t[0]) / WINDOW, fell = (t[-2 * WINDOW] - t[-WINDOW]) / WINDOW;
  if (!(falls > 0 && fell > falls)) return false;        /* where the falls grow it leaves a flat place, to which an acceleration would lead back */
  double needs = WINDOW * log(o->tol * fabs(t[0]) / falls) / log(falls / fell);
  return needs > fmin(left, MANY);
}

/* The point after t iterations is judged as soon as its loss is known: at once after a joint step, in the next pass
 * otherwise. `older` is the point before the last one judged, so that a rise can be taken back. *slow: it ends before its time, since
 * it crawls. */
static Verdict iterate(Engine *e, int run, Run *out, double *last, double *older, char **fault, bool *slow)
{
  const FitOptions *o = e->options;
  double start = clock_seconds();
  Verdict verdict = GO_ON;
  bool judged = true;
  engine_get_point(e, last);
  engine_get_point(e, older);
  int done = out->ntrace - 1;
  *slow = false;
  for (int it = done, mark = done ? 4 * done : 4; it < o->iters && !*slow && !(o->stop && *o->stop); it++) {
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
      *slow = crawls(e, out, done);
    }
    if (!ok) return STOP_BROKEN;
    double *spare = older;
    older = last;
    last = spare;
    engine_get_point(e, last);
    if (isnan(after)) { judged = false; continue; }
    verdict = judge(e, out, run, after, clock_seconds() - start);
    if (verdict != GO_ON) { if (verdict == STOP_ROSE) engine_set_point(e, older); return verdict; }
    *slow = crawls(e, out, done);
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
static Verdict accelerate(Engine *e, int run, Run *out, const char *scheme, double *x, char **fault)
{
  int done = out->ntrace - 1;
  Accelerated c = { e, out, run, clock_seconds(), fault, done, done ? 4 * done : 4 };
  Arena *arena = pool_arena(e->pool);
  Coordinates *coordinates = coordinates_new(arena, e->loss);
  AccelMap map = { .context = &c, .coordinates = coordinates, .map = apply_map, .loss = loss_of, .see = see_least, .calls = e->options->iters - done,
                   .tol = e->options->tol, .rounding = rounding_at, .least = abyss(e) };
  Accel *a = coordinates ? accel_new(arena, accel_find(scheme), &map) : NULL;
  Verdict verdict = GO_ON;
  engine_get_point(e, x);
  if (a) verdict = accel_run(a, x, out->trace[done], &out->rise);
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
  bool plain = !accel_find(e->options->accel), kinks = false, slow;
  for (int rests = 0; rests == 0 || (rests < RESTS_MOST && leaves_rest(e, run, out, start, &kinks)); rests++) {
    int begun = out->ntrace;
    Verdict verdict = plain || kinks ? iterate(e, run, out, out->point, spare, &fault, &slow) : accelerate(e, run, out, e->options->accel, spare, &fault);
    if (plain && slow && verdict == GO_ON) {
      if (out->accelerated == 0) out->accelerated = out->ntrace - 1;
      verdict = accelerate(e, run, out, "auto", spare, &fault);
    }
    if (e->diags->errors > errors) return false;
    if (verdict == STOP_BROKEN && e->lacks_memory) {
      diag_add(e->diags, e->loss->span, MSG_FIT_FACTOR_MEMORY, out->ntrace, fault);
      return false;
    }
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

bool run_once(Engine *e, int run, Run *out)
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

/* A parameter whose way to infinity the library has words for, so far out that the loss can no longer tell: a thousand times as much is no
 * worse. NULL: there is none; *point, which is written to, is the engine's in the end */
static const Symbol *gone_far(Engine *e, const Run *out, double *point)
{
  static const double far = 1e6, farther = 1e3;
  double last = out->trace[out->ntrace - 1], beyond;
  int64_t at = 0;
  for (int i = 0; i < e->loss->nparams; i++) {
    Symbol *p = e->loss->param[i].sym;
    int64_t n = array_count(engine_touch(e, p));
    bool open = p->domain.kind == DOMAIN_INTERVAL && isfinite(p->domain.lo) && isinf(p->domain.hi) && !e->loss->param[i].fixed;
    for (int64_t k = at; k < at + n && open && report_limit_of(e, p); k++) {
      if (!(out->point[k] > far * fmax(1, out->start ? out->start[k] : 1))) continue;
      memcpy(point, out->point, (size_t)engine_numbers(e) * sizeof *point);
      point[k] *= farther;
      engine_set_point(e, point);
      bool told = engine_loss(e, &beyond) && beyond <= last + rounding_of(engine_scale(e, last));
      engine_set_point(e, out->point);
      if (told) return p;
    }
    at += n;
  }
  return NULL;
}

void run_look_beyond(Engine *e, Run *out)
{
  const Symbol *gone = NULL;
  Runaway found = out->earlier ? runaway_test(e, out->earlier, out->point, &out->endless, &gone) : RUNAWAY_NONE;
  out->limit = report_limit_of(e, gone);
  out->infinite = found == RUNAWAY_INFINITE;
  const char *collapsed = found == RUNAWAY_UNBOUNDED || !out->start ? NULL : collapse_test(e, out->start, out->point, &out->mend);
  if (collapsed) {
    out->endless = collapsed;
    out->infinite = false;
  } else if (found == RUNAWAY_NONE) {
    double *point = malloc((size_t)engine_numbers(e) * sizeof *point);
    gone = point ? gone_far(e, out, point) : NULL;
    free(point);
    out->endless = gone ? arena_printf(pool_arena(e->pool), "%s goes to infinity", gone->name->text) : NULL;
    out->infinite = gone != NULL;
    out->limit = report_limit_of(e, gone);
  }
}
