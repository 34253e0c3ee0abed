/* engine.c: see engine.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/guard.h"
#include "derive/derivation.h"
#include "vm/machine.h"
#include <math.h>
#include <string.h>

void engine_free(Engine *e)
{
  for (int i = 0; i < e->nstages; i++) stage_run_free(&e->stage[i]);
  if (e->joint) joint_free(e->joint);
  if (e->whole) joint_free(e->whole);
  for (int g = 0; e->guard && g < e->plan->ngroups; g++) guard_free(e->guard[g]);
  runner_free(e->loss_runner);
  runner_free(e->scale_runner);
  store_free(e->store);
  if (e->crew) crew_free(e->crew);
}

bool engine_new(Engine *e, Pool *pool, const Loss *loss, const Plan *plan, const FitOptions *options, Buf *dump, DiagList *diags)
{
  *e = (Engine){ .pool = pool, .loss = loss, .options = options, .plan = plan, .diags = diags };
  Arena *arena = pool_arena(pool);
  int n = 0;
  for (int g = 0; g < plan->ngroups; g++) n += plan->group[g].nstages;
  e->stage = ARENA_ARRAY(arena, StageRun, n + 1);
  e->store = store_new(pool);
  store_time(e->store, options->time);
  e->crew = crew_new(options->threads);
  e->loss_runner = e->crew ? runner_new(pool, e->store, &plan->loss_list, e->crew, NULL, diags) : NULL;
  if (!e->loss_runner) return false;
  for (int g = 0; g < plan->ngroups; g++)
    for (int s = 0; s < plan->group[g].nstages; s++) {
      StageRun *run = &e->stage[e->nstages++];
      if (!stage_run_new(run, pool, &plan->group[g].stage[s], e->store, e->crew, dump, diags)) return false;
    }
  e->guard = ARENA_ARRAY(arena, Guard *, plan->ngroups + 1);
  for (int g = 0; g < plan->ngroups; g++)
    if (plan->group[g].surrogate && !(e->guard[g] = guard_new(e, &plan->group[g]))) return false;
  if (plan->joint)
    e->joint = joint_new(pool, plan->joint, e->store, e->crew, plan->derivation->joint_update, plan->derivation->fixed_step ? plan->derivation->step : 0, diags);
  return !plan->joint || e->joint;
}

void engine_restart(Engine *e)
{
  for (int i = 0; i < e->nstages; i++) stage_run_restart(&e->stage[i]);
  for (int g = 0; g < e->plan->ngroups; g++) if (e->guard[g]) guard_restart(e->guard[g]);
  if (e->joint) joint_restart(e->joint);
  e->fell = false;
}

const Symbol *engine_enter(Engine *e)
{
  const Symbol *moved = e->joint ? joint_enter(e->joint) : NULL;
  for (int i = 0; i < e->nstages; i++) {
    const Symbol *p = e->stage[i].inner ? joint_enter(e->stage[i].inner) : NULL;
    if (p) moved = p;
  }
  return moved;
}

Array *engine_touch(const Engine *e, Symbol *p) { return store_array(e->store, symbol_touch(e->pool, p)); }
Array *engine_new_values(const Engine *e, Symbol *p) { return store_array(e->store, p); }

static const Param *param_of(const Loss *loss, const Symbol *p)
{
  for (int i = 0; i < loss->nparams; i++)
    if (loss->param[i].sym == p) return &loss->param[i];
  return NULL;
}

void engine_advance(Engine *e, int n, Symbol *const *param)
{
  for (int i = 0; i < n; i++) {
    Array *to = engine_touch(e, param[i]);
    const Param *p = param_of(e->loss, param[i]);
    crew_copy(e->crew, to->data, engine_new_values(e, param[i])->data, array_count(to));
    for (int64_t k = 0; p && p->fixed && k < array_count(to); k++)
      if (!isnan(p->fixed->data[k])) to->data[k] = p->fixed->data[k];
  }
}

int64_t engine_numbers(const Engine *e)
{
  int64_t n = 0;
  for (int i = 0; i < e->loss->nparams; i++) n += array_count(engine_touch(e, e->loss->param[i].sym));
  return n;
}

void engine_get_point(const Engine *e, double *x)
{
  for (int i = 0; i < e->loss->nparams; i++) {
    const Array *a = engine_touch(e, e->loss->param[i].sym);
    crew_copy(e->crew, x, a->data, array_count(a));
    x += array_count(a);
  }
}

void engine_set_point(Engine *e, const double *x)
{
  for (int i = 0; i < e->loss->nparams; i++) {
    Array *a = engine_touch(e, e->loss->param[i].sym);
    crew_copy(e->crew, a->data, x, array_count(a));
    x += array_count(a);
  }
}

bool engine_loss(Engine *e, double *loss)
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
  /* as a product, so that sparse data stay a factor of their term */
  const Expr *size = expr_num(pool, 1);
  for (int i = 0; i < (e->kind == X_MUL ? e->nargs : 1); i++) {
    const Expr *f = e->kind == X_MUL ? e->arg[i] : e;
    const Expr *sign = expr_if(pool, expr_cmp(pool, C_LT, f, expr_num(pool, 0)), expr_num(pool, -1), expr_num(pool, 1));
    size = expr_mul(pool, size, expr_mul(pool, f, sign));
  }
  return size;
}

static void compile_scale(Engine *e)
{
  DefinitionList list = { .arena = pool_arena(e->pool) };
  DiagList quiet = { .arena = pool_arena(e->pool) };
  e->scale_symbol = symbol_new(e->pool, SYM_STAT, name_of("scale"), 0, NULL);
  definition_add(e->pool, &list, e->scale_symbol, NULL, expr_touch(e->pool, absolute_terms(e->pool, e->loss->value)));
  e->scale_runner = runner_new(e->pool, e->store, &list, e->crew, NULL, &quiet);
}

double engine_scale(Engine *e, double loss)
{
  if (!e->scale_symbol) compile_scale(e);
  if (!e->scale_runner || !runner_run(e->scale_runner, NULL)) return fabs(loss);
  double terms = store_array(e->store, e->scale_symbol)->data[0];
  return isfinite(terms) ? fmax(fabs(loss), terms) : fabs(loss);
}

static const Expr *count_data(Pool *pool, const Expr *e, void *numbers)
{
  (void)pool;
  const Symbol *s = e->kind == X_ACCESS && e->u.sym->kind == SYM_DATA ? e->u.sym : NULL;
  if (s && s->value) *(double *)numbers += (double)(s->value->sparse ? s->value->stored : array_count(s->value));
  return e;
}

double engine_data(const Engine *e)
{
  double numbers = 0;
  expr_map(e->pool, e->loss->value, count_data, &numbers);
  return numbers;
}

bool engine_is_cheap(const Engine *e)
{
  static const double data_most = 50000;
  return engine_data(e) <= data_most;
}

double engine_touch_gap(Engine *e, double loss)
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

/* towards which end a number that has no best value went; where the row left it alone, nobody knows */
static const char *infinite_end(const Array *touch, const Array *now, int64_t entry)
{
  if (entry < 0 || entry >= array_count(now) || now->data[entry] == touch->data[entry]) return "plus or minus infinity";
  return now->data[entry] > touch->data[entry] ? "infinity" : "minus infinity";
}

/* Has a slice no minimum, so that the loss falls without bound? Moments about a touch that lies far from the data may say so by
 * rounding alone: then the parameter stays for one pass, the others move, and the next pass tells exactly. */
static bool fell(Engine *e, const PlanGroup *group, bool again, char **fault)
{
  for (int i = 0; i < group->nfallen; i++) {
    double slice = store_array(e->store, group->fallen[i])->data[0];
    if (!(slice > 0)) continue;
    if (group->centred && !again) {
      Array *to = engine_new_values(e, group->fallen_param[i]);
      memcpy(to->data, engine_touch(e, group->fallen_param[i])->data, (size_t)array_count(to) * sizeof *to->data);
      e->fell = true;
      continue;
    }
    const Symbol *p = e->fallen = group->fallen_param[i];
    e->endless = p->domain.kind == DOMAIN_REAL;
    const char *where = e->endless ? infinite_end(engine_touch(e, (Symbol *)(uintptr_t)p), engine_new_values(e, (Symbol *)(uintptr_t)p), (int64_t)slice - 1) : "the border of its domain";
    *fault = arena_printf(pool_arena(e->pool), "%s goes to %s%s", p->name->text, where, p->naxes ? arena_printf(pool_arena(e->pool), " (entry %.0f)", slice) : "");
    return true;
  }
  return false;
}

/* a loss whose terms cancel (plan/residual.h) is computed anew, as it is written, when it is less than this part of them */
static const double trusted = 1e-5;

/* the stages of one group, from the touch to the new values, once more */
typedef struct Again { Engine *engine; const PlanGroup *group; int first; } Again;
static bool run_again(void *context)
{
  const Again *a = context;
  char *fault = NULL;
  for (int s = 0; s < a->group->nstages; s++)
    if (!stage_run(&a->engine->stage[a->first + s], &fault)) return false;
  return true;
}

void engine_leave_zero(const Plan *plan, Store *store)
{
  static const double tiny = 1e-30;                        /* of the greatest entry: what products of some entries leave of it is still a number */
  for (int i = 0; i < plan->ndivided; i++) {
    Array *a = store_array(store, symbol_touch(plan->pool, plan->divided[i]));
    double most = 0;
    for (int64_t k = 0; k < array_count(a); k++) most = fmax(most, a->data[k]);
    double least = tiny * (most > 0 && isfinite(most) ? most : 1);
    for (int64_t k = 0; k < array_count(a); k++)
      if (a->data[k] < least) a->data[k] = least;
  }
}

bool engine_pass(Engine *e, double *before, double *after, char **fault)
{
  int at = 0;
  bool again = e->fell;
  e->fell = e->lacks_memory = false;
  *before = *after = NAN;
  engine_leave_zero(e->plan, e->store);
  for (int g = 0; g < e->plan->ngroups; g++) {
    const PlanGroup *group = &e->plan->group[g];
    Again stages = { e, group, at };
    for (int s = 0; s < group->nstages; s++) {
      StageRun *run = &e->stage[at++];
      bool ok = stage_run(run, fault);
      if (g == 0 && s == 0) *before = store_array(e->store, group->loss)->data[0];
      if (!ok) {
        e->endless |= run->endless;
        e->lacks_memory = run->lacks_memory;
        return false;
      }
      if (g == 0 && s == 0 && group->loss_scale && !(*before > trusted * store_array(e->store, group->loss_scale)->data[0])) engine_loss(e, before);
    }
    if (fell(e, group, again, fault)) return false;
    *after = NAN;
    if (e->guard[g]) guard_advance(e->guard[g], store_array(e->store, group->loss)->data[0], run_again, &stages, after);
    else engine_advance(e, group->nparams, group->param);
  }
  if (!e->joint) return true;
  if (joint_take(e->joint, after)) engine_advance(e, e->plan->derivation->njoint, e->plan->derivation->joint);
  else engine_loss(e, after);
  return true;
}
