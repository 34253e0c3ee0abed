/* report.c: see report.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/report.h"
#include "code/program.h"
#include "derive/derivation.h"
#include "expr/function.h"
#include "expr/kinks.h"
#include "fit/accel.h"
#include <math.h>
#include <string.h>

/* the first datum of the loss that is no finite number, or, where all are, the first whose square is none */
typedef struct Datum { const Symbol *symbol; int64_t entry; double value; } Datum;

static const Expr *see_datum(Pool *pool, const Expr *e, void *context)
{
  static const double large = 1e150;
  Datum *d = context;
  (void)pool;
  const Symbol *s = e->kind == X_ACCESS && e->u.sym->kind == SYM_DATA ? e->u.sym : NULL;
  int64_t n = !s || !s->value ? 0 : s->value->sparse ? s->value->stored : array_count(s->value);
  for (int64_t i = 0; i < n; i++) {
    double x = s->value->data[i];
    if (isfinite(x) && (d->symbol || fabs(x) < large)) continue;
    if (d->symbol && !isfinite(d->value)) break;
    *d = (Datum){ s, i, x };
    if (!isfinite(x)) break;
  }
  return e;
}

void report_start(Engine *e, bool defined, double loss)
{
  Datum datum = { 0 };
  Diag *d = diag_add(e->diags, e->loss->span, MSG_FIT_START, !defined ? "not defined (a matrix is not positive definite)" : isnan(loss) ? "not a number" : loss > 0 ? "inf" : "-inf");
  expr_map(e->pool, e->loss->value, see_datum, &datum);
  const char *place = datum.symbol ? array_place(pool_arena(e->pool), datum.symbol->value, datum.entry) : "";
  if (datum.symbol && !isfinite(datum.value)) diag_hint(e->diags, d, "%s%s is %g: leave it out, or write a number in its place", datum.symbol->name->text, place, datum.value);
  else if (datum.symbol) diag_hint(e->diags, d, "%s%s is %g, and its square is too large for a number: choose another unit", datum.symbol->name->text, place, datum.value);
  else diag_hint(e->diags, d, "look at the data and at `init`: a value outside a density's support, a probability of 0, a start far from the data");
}

typedef struct Words { const Symbol *param; const char *limit; } Words;

/* a function of the library with words for an argument that goes to infinity */
static const Expr *see_limit(Pool *pool, const Expr *e, void *context)
{
  Words *w = context;
  (void)pool;
  for (int i = 0; e->kind == X_CALL && e->u.fn->limit && i < e->nargs; i++)
    if (e->arg[i]->kind == X_ACCESS && e->arg[i]->u.sym == w->param) w->limit = e->u.fn->limit;
  return e;
}

const char *report_limit_of(const Engine *e, const Symbol *param)
{
  if (!param) return NULL;
  const Derivation *d = e->plan->derivation;
  for (int g = 0; g < d->groups.len; g++)
    for (int i = 0; i < d->groups.data[g].blocks.len; i++)
      if (d->groups.data[g].blocks.data[i].param == param && d->groups.data[g].blocks.data[i].limit) return d->groups.data[g].blocks.data[i].limit;
  if (param->limit) return param->limit;
  Words w = { param, NULL };
  expr_map(e->pool, e->loss->value, see_limit, &w);
  return w.limit;
}

static void report_broken(Engine *e, int iteration, const char *fault)
{
  if (e->plan->derivation->fixed_step && !fault) {
    Diag *d = diag_add(e->diags, e->loss->span, MSG_FIT_NOT_FINITE, iteration, "steps of the length that is asked for lead away");
    diag_hint(e->diags, d, "choose a smaller step, or leave it out: then its length is found by backtracking");
    return;
  }
  Diag *d = diag_add(e->diags, e->loss->span, MSG_FIT_UNBOUNDED, iteration, fault ? fault : "a value leaves the range of numbers");
  if (!fault || e->endless) diag_hint(e->diags, d, "look at the signs of the terms; a domain, a penalty or a bound may be missing");
  else if (e->fallen && report_limit_of(e, e->fallen)) diag_hint(e->diags, d, "%s", report_limit_of(e, e->fallen));
  else if (e->fallen && e->fallen->naxes == 0)
    diag_hint(e->diags, d, "'%s' has no best value inside its domain, as the variance of data that are fitted exactly: bound it (%s in [1e-6, 1e6]), hold it by `fix`, or add a penalty", e->fallen->name->text, e->fallen->name->text);
  else diag_hint(e->diags, d, "a component may have collapsed on too few points: try fewer components, other starts (restarts = 10), a lower bound on the variance, or a penalty such as an inverse Wishart prior");
}

void report_unbounded(Engine *e, int runs, int iterations, const char *what, const char *mend)
{
  if (runs > 1) what = arena_printf(pool_arena(e->pool), "%s; so end all %d starts", what, runs);
  if (!mend) {
    report_broken(e, iterations, what);
    return;
  }
  Diag *d = diag_add(e->diags, e->loss->span, MSG_FIT_UNBOUNDED, iterations, what);
  diag_hint(e->diags, d, "%s", mend);
}

void report_runaway(Engine *e, const char *what, const char *mend)
{
  Diag *d = diag_add(e->diags, e->loss->span, MSG_FIT_RUNAWAY, what);
  if (mend) diag_hint(e->diags, d, "%s", mend);
  else diag_hint(e->diags, d, "a penalty or a bound gives it one; labels that the data separate perfectly, as in logistic regression, lead here");
}

void report_dropped(Engine *e, int without, int runs, const char *what)
{
  Diag *d = diag_add(e->diags, e->loss->span, MSG_FIT_DROPPED, without, runs, without == 1 ? "was" : "were", what);
  diag_hint(e->diags, d, "a bound, a penalty or a prior gives every start an end");
}

void report_slices(Engine *e, const Symbol *param, long kept)
{
  if (kept > 0) diag_add(e->diags, e->loss->span, MSG_FIT_KEPT, param->name->text, kept, kept == 1 ? "" : "s");
  for (int g = 0; g < e->plan->ngroups; g++)
    for (int i = 0; i < e->plan->group[g].nremote; i++) {
      double n = store_array(e->store, e->plan->group[g].remote[i])->data[0];
      if (e->plan->group[g].remote_param[i] != param || !(n > 0)) continue;
      Diag *d = diag_add(e->diags, e->loss->span, MSG_FIT_REMOTE, param->name->text, n, n == 1 ? "" : "s");
      if (report_limit_of(e, param)) diag_hint(e->diags, d, "%s", report_limit_of(e, param));
    }
}

static Symbol *const *symbols_of(const Engine *e)
{
  Symbol **s = ARENA_ARRAY(pool_arena(e->pool), Symbol *, e->loss->nparams);
  for (int i = 0; i < e->loss->nparams; i++) s[i] = e->loss->param[i].sym;
  return s;
}

/* the steps of a linear map shrink by its rate, the falls of the loss by the square of it */
void report_slow(const Engine *e, const FitResult *r)
{
  enum { LONG = 300, NEWTON_MOST = 200 };     /* iterations that are many; numbers of which a Hessian costs little */
  static const double slow = 0.9;
  bool plain = !accel_find(e->options->accel);
  if (r->iterations < LONG || !plain || e->joint || e->endless) return;   /* no speed leads to infinity */
  bool newton = engine_numbers(e) <= NEWTON_MOST && !expr_has_kink(e->pool, e->loss->value, e->loss->nparams, symbols_of(e));
  for (int i = 0; i < e->loss->nparams; i++) newton = newton && plan_has_chart(e->plan->derivation->rules, e->loss->param[i].sym);
  const double *t = r->trace + r->ntrace;
  double rate = sqrt((t[-2] - t[-1]) / (t[-3] - t[-2]));
  Diag *d;
  if (r->accelerated > 0) d = diag_add(e->diags, e->loss->span, MSG_FIT_LATE, r->accelerated);
  else if (rate > slow && isfinite(rate)) d = diag_add(e->diags, e->loss->span, MSG_FIT_SLOW, rate);      /* above 1: it leaves a flat place */
  else return;
  if (r->accelerated > 0) diag_hint(e->diags, d, "accel = auto begins earlier, accel = none never");
  else if (coordinates_any(e->loss)) diag_hint(e->diags, d, "accel = auto, squarem, anderson or qn may need fewer iterations");
  else diag_hint(e->diags, d, "nothing here can be extrapolated: let it go on with iters = %d, or write the model with other parameters", 10 * e->options->iters);
  if (newton) diag_hint(e->diags, d, "method = newton, which steps on the loss itself, without a bound, may need fewer, too");
}

void report_wide_band(const Engine *e)
{
  static const double much = 1e9;             /* operations: some tenths of a second in each iteration */
  for (int k = 0; k < e->nstages; k++) {
    const Program *p = e->stage[k].runner ? runner_program(e->stage[k].runner) : NULL;
    for (int s = 0; p && s < p->nsection; s++)
      for (int n = 0; n < p->section[s].ninstr; n++) {
        const Instr *i = &p->section[s].instr[n];
        double rows = (double)i->space.size[0], width = (double)i->band;
        if (i->op != OP_SOLVE_BAND || !band_suits_sparse(i) || band_is_sparse(i) || rows * width * width < much) continue;
        Diag *d = diag_add(e->diags, e->loss->span, MSG_FIT_WIDE_BAND, i->what ? i->what : "a system", rows, (long long)(2 * i->band + 1), width * width / (10 * sqrt(rows)));
        diag_hint(e->diags, d, "this program was built without CHOLMOD: install it (Debian: libsuitesparse-dev), then configure and make anew");
        return;
      }
  }
}

void report_noise(const Engine *e, double loss, double noise)
{
  Diag *d = diag_add(e->diags, e->loss->span, MSG_FIT_NOISE, noise, fmax(0, floor(-log10(noise / fmax(fabs(loss), noise)))));
  diag_hint(e->diags, d, "data that lie far from 0 beside their spread lose digits, and so do nearly singular matrices: take a centre off, or choose other units");
}

/* ---- columns that lie far from 0 beside their spread ----------------------------------------------------------------------------------- */

typedef struct Covariate { const Symbol *param, *data; } Covariate;

/* the first data that a parameter is multiplied with, as in linear forms */
static const Expr *see_covariate(Pool *pool, const Expr *e, void *context)
{
  Covariate *c = context;
  bool holds = false;
  (void)pool;
  for (int i = 0; e->kind == X_MUL && i < e->nargs; i++) holds |= e->arg[i]->kind == X_ACCESS && e->arg[i]->u.sym == c->param;
  for (int i = 0; holds && i < e->nargs && !c->data; i++)
    if (e->arg[i]->kind == X_ACCESS && e->arg[i]->u.sym->kind == SYM_DATA && e->arg[i]->u.sym->value) c->data = e->arg[i]->u.sym;
  return e;
}

static const Expr *see_solution(Pool *pool, const Expr *e, void *found)
{
  (void)pool;
  *(bool *)found |= e->kind == X_MATRIX && e->op == MAT_SOLVE;
  return e;
}

static bool is_solved(const Engine *e, const Symbol *param)
{
  const Derivation *d = e->plan->derivation;
  bool found = false;
  for (int g = 0; g < d->groups.len; g++)
    for (int i = 0; i < d->groups.data[g].blocks.len; i++) {
      const Block *b = &d->groups.data[g].blocks.data[i];
      if (b->param != param || b->update != UPDATE_CLOSED_FORM) continue;
      found |= b->solve != 0;
      if (b->value) expr_map(e->pool, b->value, see_solution, &found);
    }
  return found;
}

typedef struct FarData { const Symbol *symbol, *seen; int64_t column; double distance; } FarData;

/* how far the column's mean is from 0, in its standard deviations; 0: it is constant */
static double distance_of(const Array *a, int64_t column, int64_t columns)
{
  int64_t n = array_count(a) / columns;
  double first = n ? a->data[column] : 0, mean = 0, square = 0;                   /* differences from the first: exactly 0 where it is constant */
  for (int64_t i = 0; i < n; i++) mean += (a->data[i * columns + column] - first) / (double)n;
  for (int64_t i = 0; i < n; i++) square += pow(a->data[i * columns + column] - first - mean, 2) / (double)n;
  return square > 0 ? fabs(first + mean) / sqrt(square) : 0;
}

/* the first column farther than this, its distance in *distance; -1: there is none, or it is too much work */
static int64_t far_column(const Array *a, double far, double *distance)
{
  static const double work_most = 1e6;
  if (!a || a->sparse || a->naxes < 1 || a->naxes > 2 || (double)array_count(a) > work_most) return -1;
  int64_t columns = a->naxes == 2 ? a->size[1] : 1;
  for (int64_t k = 0; k < columns; k++)
    if ((*distance = distance_of(a, k, columns)) > far) return k;
  return -1;
}

bool report_far(const Engine *e, const Symbol *param)
{
  static const double far = 1e6;
  Covariate c = { .param = param };
  if (!is_solved(e, param)) return false;
  expr_map(e->pool, e->loss->value, see_covariate, &c);
  double distance;
  int64_t k = far_column(c.data ? c.data->value : NULL, far, &distance);
  if (k >= 0) {
    Diag *d = diag_add(e->diags, e->loss->span, MSG_FIT_FAR, (long long)k + 1, c.data->name->text, distance, fmin(16, 2 * log10(distance)), param->name->text);
    diag_hint(e->diags, d, "take its mean off (%s - mean(%s), column by column): with an intercept the other coefficients stay as they are", c.data->name->text, c.data->name->text);
  }
  return k >= 0;
}

/* data whose own digits are used up by their distance from 0; whole numbers have all that they need */
static const Expr *see_far_data(Pool *pool, const Expr *e, void *context)
{
  static const double far = 1e9;
  FarData *f = context;
  (void)pool;
  const Symbol *s = e->kind == X_ACCESS && e->u.sym->kind == SYM_DATA && !f->symbol ? e->u.sym : NULL;
  if (!s || !s->value || s == f->seen) return e;
  f->seen = s;
  f->column = far_column(s->value, far, &f->distance);
  bool whole = f->column >= 0;
  for (int64_t i = 0, n = whole ? array_count(s->value) : 0; i < n && whole; i++) whole = s->value->data[i] == floor(s->value->data[i]);
  if (f->column >= 0 && !whole) f->symbol = s;
  return e;
}

void report_far_data(const Engine *e)
{
  FarData f = { 0 };
  expr_map(e->pool, e->loss->value, see_far_data, &f);
  if (!f.symbol) return;
  Diag *d = diag_add(e->diags, e->loss->span, MSG_FIT_FAR_DATA, (long long)f.column + 1, f.symbol->name->text, f.distance, fmin(16, log10(f.distance)));
  diag_hint(e->diags, d, "take off what they have in common where they are made or written, before they are rounded to 16 digits");
}
