/* stage_run.c: see stage_run.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/stage_run.h"

bool stage_run_new(StageRun *r, Pool *pool, const Stage *stage, Store *store, Crew *crew, Buf *plan, DiagList *diags)
{
  *r = (StageRun){ .stage = stage };
  if (!(r->runner = runner_new(pool, store, &stage->list, crew, plan, diags))) return false;
  if (stage->nsolve && !(r->solve = solve_new(pool, stage, store, diags))) return false;
  if (stage->root && !(r->root = root_search_new(pool, stage, store, crew, diags))) return false;
  return !stage->search || (r->search = search_new(pool, stage, store, crew, diags));
}

void stage_run_free(StageRun *r)
{
  runner_free(r->runner);
  solve_free(r->solve);
  root_search_free(r->root);
  if (r->search) search_free(r->search);
}

bool stage_run(StageRun *r, char **fault)
{
  return runner_run(r->runner, fault) && (!r->solve || solve_run(r->solve)) && (!r->root || root_search_run(r->root, fault)) && (!r->search || search_run(r->search));
}
