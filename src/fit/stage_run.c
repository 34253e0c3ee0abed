/* stage_run.c: see stage_run.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/stage_run.h"

bool stage_run_new(StageRun *r, Pool *pool, const Stage *stage, Store *store, Crew *crew, Buf *plan, DiagList *diags)
{
  *r = (StageRun){ .stage = stage };
  if (!(r->runner = runner_new(pool, store, &stage->list, crew, plan, diags))) return false;
  if (stage->nsolve && !(r->solve = solve_new(pool, stage, store, diags))) return false;
  if (stage->root && !(r->root = root_search_new(pool, stage, store, crew, diags))) return false;
  if (stage->turns && !(r->turns = label_turns_new(pool, stage, store, crew, diags))) return false;
  if (stage->inner) {
    if (!(r->inner = joint_new(pool, stage->inner, store, crew, UPDATE_NEWTON, 0, diags))) return false;
    if (!carry_new(&r->carry, pool, store, stage, NULL, 0, NULL)) return false;
  }
  return !stage->search || (r->search = search_new(pool, stage, store, crew, diags));
}

void stage_run_free(StageRun *r)
{
  runner_free(r->runner);
  solve_free(r->solve);
  root_search_free(r->root);
  label_turns_free(r->turns);
  joint_free(r->inner);
  r->inner = NULL;
  if (r->search) search_free(r->search);
}

void stage_run_restart(StageRun *r)
{
  if (r->inner) joint_restart(r->inner);
}

/* the parameters stay where no decrease is found: the surrogate has not risen then either */
static bool take_inner(StageRun *r)
{
  double value;
  carry_run(&r->carry);
  joint_take(r->inner, &value);
  return true;
}

/* that there is no least value ends a fit, which wants to know, and no check of the step */
static bool solve(StageRun *r, char **fault)
{
  char *why = NULL;
  SolveResult result = solve_run(r->solve, &why);
  if (fault && why) *fault = why;
  r->endless = result == SOLVE_ENDLESS && fault;
  r->lacks_memory = result == SOLVE_NO_MEMORY;
  return result == SOLVE_DONE || (result == SOLVE_ENDLESS && !fault);
}

static bool run_list(StageRun *r, char **fault)
{
  bool ok = runner_run(r->runner, fault);
  r->endless = false;
  r->lacks_memory = !ok && runner_lacks_memory(r->runner);
  return ok;
}

bool stage_run(StageRun *r, char **fault)
{
  return run_list(r, fault) && (!r->solve || solve(r, fault)) && (!r->root || root_search_run(r->root, fault)) && (!r->turns || label_turns_run(r->turns, fault)) && (!r->inner || take_inner(r)) &&
         (!r->search || search_run(r->search));
}
