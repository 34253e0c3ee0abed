/* line.c: see line.h.
 *
 * A point of the curve is a number t, 0 the current point; the entry's value x grows with t. Surrogates that touch at t' are the
 * derivation's with the touch arrays there. Their least point on the curve is bracketed by going downhill in growing steps.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/line.h"
#include "derive/derivation.h"
#include "expr/feasible.h"
#include "fit/runner.h"
#include "fit/start.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct Line {
  Pool *pool;
  const Loss *loss;
  Symbol *param; int64_t entry;
  Store *store;
  Crew *crew;
  Symbol *l, *q;
  Runner *runner;
  Array *base;                            /* the parameter at t = 0 */
  double *direction;
  double sign, far;                       /* |t| at most */
} Line;

static Array *array_of(const Line *w, Symbol *s) { return store_array(w->store, s); }

static double move(const Line *w, double t, Array *to)
{
  feasible_move(w->param, w->base, w->direction, t, to);
  return to->data[w->entry];
}

static bool values(const Line *w, double t, double *x, double *l, double *q)
{
  *x = move(w, t, array_of(w, w->param));
  bool ok = runner_run(w->runner, NULL);
  *l = array_of(w, w->l)->data[0];
  *q = array_of(w, w->q)->data[0];
  return ok && isfinite(*l) && isfinite(*q);
}

static double surrogate_at(const Line *w, double t)
{
  double x, l, q;
  return values(w, t, &x, &l, &q) ? q : INFINITY;
}

/* the t at which the entry has this value, by bisection; the ends where it has none */
static double place_of(const Line *w, double value)
{
  double low = -w->far, high = w->far;
  Array *to = array_of(w, w->param);
  for (int i = 0; i < 200; i++) {
    double middle = (low + high) / 2;
    if (move(w, middle, to) < value) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

static void set_touch(const Line *w, double t) { move(w, t, array_of(w, symbol_touch(w->pool, w->param))); }

/* downhill from t in growing steps, then golden sections; the touch is at t */
static double least_point(const Line *w, double t)
{
  static const double golden = 0.6180339887498949;
  double here = surrogate_at(w, t), step = 1e-3, a = t, b = t;
  int side = surrogate_at(w, t + step) < here ? 1 : surrogate_at(w, t - step) < here ? -1 : 0;
  if (side == 0) return t;
  for (double best = here, next; fabs(b) < w->far && (next = surrogate_at(w, b + side * step)) < best; best = next, step *= 1.6) {
    a = b;
    b += side * step;
  }
  double low = fmin(a, b + side * step), high = fmax(a, b + side * step);
  for (int i = 0; i < 60; i++) {
    double left = high - golden * (high - low), right = low + golden * (high - low);
    if (surrogate_at(w, left) < surrogate_at(w, right)) high = right;
    else low = left;
  }
  return (low + high) / 2;
}

/* ---- the window and the curves in it ---------------------------------------------------------------------------------------------- */

static void draw(const Line *w, int n, const double *touch, SurrogateLine *out)
{
  Array *to = array_of(w, w->param);
  double low = w->base->data[w->entry], high = low, unused;
  for (int i = 0; i <= n; i++) {
    double x = move(w, touch[i], to);
    low = fmin(low, x);
    high = fmax(high, x);
  }
  double margin = fmax(0.4 * (high - low), 1e-3 * fmax(fabs(low), fabs(high)) + 1e-9), t[LINE_POINTS];
  for (int k = 0; k < LINE_POINTS; k++) t[k] = place_of(w, low - margin + (high - low + 2 * margin) * k / (LINE_POINTS - 1));
  for (int i = 0; i < (n ? n : 1); i++) {
    set_touch(w, touch[i]);
    for (int k = 0; k < LINE_POINTS; k++) {
      double l, q;
      bool ok = values(w, t[k], &out->x[k], &l, &q);
      if (i == 0) out->loss[k] = ok ? w->sign * l : NAN;
      out->surrogate[i][k] = ok ? w->sign * q : NAN;
    }
    if (n) out->least[i] = w->sign * surrogate_at(w, touch[i + 1]);
  }
  out->ntouches = n;
  for (int i = 0; i <= n; i++) values(w, touch[i], &out->touch[i], &out->at_touch[i], &unused);
  for (int i = 0; i <= n; i++) out->at_touch[i] *= w->sign;
}

static void follow(const Line *w, double start, bool surrogates, SurrogateLine *out)
{
  double touch[LINE_TOUCHES + 1] = { place_of(w, start) };
  int n = 0;
  while (surrogates && n < LINE_TOUCHES) {
    set_touch(w, touch[n]);
    touch[n + 1] = least_point(w, touch[n]);
    n++;
    if (fabs(touch[n] - touch[n - 1]) <= 0.02 * fabs(touch[n] - touch[0])) break;
  }
  draw(w, n, touch, out);
}

/* ---- making ---------------------------------------------------------------------------------------------------------------------------- */

static const SurrogateGroup *group_of(const Derivation *d, const Symbol *p)
{
  for (int g = 0; g < d->groups.len; g++)
    for (int i = 0; i < d->groups.data[g].nparams; i++)
      if (d->groups.data[g].param[i] == p) return &d->groups.data[g];
  return NULL;
}

static const Param *param_of(const Loss *loss, const Symbol *p)
{
  for (int i = 0; i < loss->nparams; i++)
    if (loss->param[i].sym == p) return &loss->param[i];
  return NULL;
}

/* the current values, else the starts; *start: of the parameter */
static bool set_point(const Line *w, uint64_t seed, Array *start, DiagList *diags)
{
  for (int i = 0; i < w->loss->nparams; i++) {
    const Param *p = &w->loss->param[i];
    Array *touch = array_of(w, symbol_touch(w->pool, p->sym)), *here = array_of(w, p->sym);
    if (!touch || !here || !start_values(w->pool, p, seed, 0, touch, diags)) return false;
    if (p->sym == w->param) memcpy(start->data, touch->data, (size_t)array_count(touch) * sizeof(double));
    if (p->sym->value) memcpy(touch->data, p->sym->value->data, (size_t)array_count(touch) * sizeof(double));
    memcpy(here->data, touch->data, (size_t)array_count(touch) * sizeof(double));
    if (p->sym == w->param) memcpy(w->base->data, touch->data, (size_t)array_count(touch) * sizeof(double));
  }
  return true;
}

static bool make(Line *w, const Derivation *d, const SurrogateGroup *g, DiagList *diags)
{
  DefinitionList list = { .arena = pool_arena(w->pool) };
  w->l = symbol_new(w->pool, SYM_STAT, name_of("loss"), 0, NULL);
  w->q = symbol_new(w->pool, SYM_STAT, name_of("surrogate"), 0, NULL);
  definition_add(w->pool, &list, w->l, NULL, d->loss->value);
  definition_add(w->pool, &list, w->q, NULL, g ? g->surrogate : d->loss->value);
  return (w->runner = runner_new(w->pool, w->store, &list, w->crew, NULL, diags)) != NULL;
}

bool fit_surrogate_line(Pool *pool, const Rules *rules, const Loss *loss, Symbol *param, int64_t entry, uint64_t seed, int threads, Span span, SurrogateLine *out, DiagList *diags)
{
  const DeriveOptions how = { .method = "auto" };
  Derivation *d = derive_loss(pool, rules, loss, &how, diags);
  if (!d) return false;
  if (param->domain.kind == DOMAIN_LABEL) return diag_add(diags, span, MSG_PLOT_LABEL, param->name->text), false;
  Line w = { .pool = pool, .loss = loss, .param = param, .entry = entry, .store = store_new(pool), .crew = crew_new(threads),
             .sign = loss->maximize ? -1 : 1, .far = param->domain.kind == DOMAIN_SPD ? 0.9 : 1e4 };
  int errors = diags->errors;
  const SurrogateGroup *g = group_of(d, param);
  Array *like = array_of(&w, param), *start = like ? array_copy(like) : NULL;
  w.base = like ? array_copy(like) : NULL;
  w.direction = like ? calloc((size_t)array_count(like) + 1, sizeof *w.direction) : NULL;
  if (param->domain.kind == DOMAIN_INTERVAL) w.far = 600;
  bool ok = w.crew && start && w.base && w.direction && set_point(&w, seed, start, diags) && make(&w, d, g, diags);
  if (ok) {
    double here = w.base->data[entry], from = start->data[entry];
    w.direction[entry] = 1;
    if (fabs(from - here) <= 1e-3 * fabs(here)) {            /* seen from the optimum, or from a start that nobody has left */
      double t = least_point(&w, 0);
      from = fabs(move(&w, t, like) - here) > 1e-2 * fabs(here) ? here : move(&w, fmax(0.5, 0.5 * fabs(here)), like);
    }
    follow(&w, from, g != NULL, out);
  } else if (diags->errors == errors) {
    diag_add(diags, span, MSG_FIT_MEMORY);
  }
  runner_free(w.runner);
  free(w.direction);
  array_unref(start);
  array_unref(w.base);
  if (w.crew) crew_free(w.crew);
  store_free(w.store);
  return ok;
}

int64_t fit_moved_entry(Pool *pool, const Loss *loss, const Symbol *param, uint64_t seed, DiagList *diags)
{
  const Param *p = param_of(loss, param);
  int64_t best = 0;
  Array *start = param->value ? array_copy(param->value) : NULL;
  if (start && start_values(pool, p, seed, 0, start, diags))
    for (int64_t k = 1; k < array_count(start); k++)
      if (fabs(start->data[k] - param->value->data[k]) > fabs(start->data[best] - param->value->data[best])) best = k;
  array_unref(start);
  return best;
}
