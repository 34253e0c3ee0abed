/* evaluate.c: expressions by themselves (print, save, let): the reference evaluator where they are small, the machine where
 * they are long.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/eval.h"
#include "expr/print.h"
#include "fit/fit.h"
#include "fit/runner.h"
#include <string.h>

enum { SMALL = 20000 };

/* roughly how many numbers the evaluation touches: the values of all indices below, multiplied along each path */
static double work(Pool *pool, const Expr *e, double outer)
{
  double sum = outer;
  if (e->kind == X_REDUCE) {
    Index *fresh[1];
    const Expr *arg[4];
    expr_open(pool, e, fresh, arg);
    return sum + work(pool, arg[0], outer * (double)fresh[0]->axis->size);
  }
  for (int i = 0; i < e->nargs && sum < SMALL; i++)
    if (e->arg[i] && e->kind != X_MATRIX) sum += work(pool, e->arg[i], outer);
  return sum;
}

Array *fit_evaluate(Pool *pool, const Expr *e, int nopen, Index *const *open, int threads, DiagList *diags)
{
  double outer = 1;
  char *error = NULL;
  for (int i = 0; i < nopen; i++) outer *= (double)open[i]->axis->size;
  if (work(pool, e, outer) < SMALL || e->has_param || e->has_touch) {
    Array *a = expr_eval(pool, e, nopen, open, NULL, &error);
    if (!a) diag_add(diags, (Span){ 0 }, MSG_FIT_EVALUATE, error ? error : "not enough memory");
    return a;
  }
  Axis *axis[ARRAY_MAX_AXES];
  for (int i = 0; i < nopen; i++) axis[i] = open[i]->axis;
  Symbol *target = symbol_new(pool, SYM_STAT, name_of("value"), nopen, axis);
  DefinitionList list = { .arena = pool_arena(pool) };
  definition_add(pool, &list, target, open, e);
  Store *store = store_new(pool);
  Crew *crew = crew_new(threads);
  Runner *r = crew ? runner_new(pool, store, &list, crew, NULL, diags) : NULL;
  Array *result = NULL;
  if (r && runner_run(r, &error)) result = array_ref(store_array(store, target));
  else if (r) diag_add(diags, (Span){ 0 }, MSG_FIT_EVALUATE, error ? error : "a matrix is not positive definite");
  runner_free(r);
  if (crew) crew_free(crew);
  store_free(store);
  return result;
}
