/* fit_tools.h: a script's declarations and loss as text, derived, planned and made to run, without the session.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_FIT_TOOLS_H
#define MAJORANT_FIT_TOOLS_H
#include "base/stdlib_path.h"
#include "derive/derivation.h"
#include "rules/rules.h"
#include "fit/runner.h"
#include "fit/start.h"
#include "plan/plan.h"
#include "sema/sema.h"
#include "syntax/parse.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct Model {
  Arena *arena; Pool *pool; DiagList *diags; Sema *sema; Rules *rules;
  Loss *loss; Derivation *derivation; Plan *plan;
  Store *store; Crew *crew;
} Model;

static void complain_and_fail(Model *m, const char *text)
{
  diag_print(m->diags, stderr, false);
  fail_msg("%s", text);
}

static void declare(Model *m, const Node *n)
{
  switch (n->kind) {
  case NODE_LET: sema_let(m->sema, n, NULL); break;
  case NODE_DATA: sema_data_value(m->sema, n); break;
  case NODE_PARAM: sema_param(m->sema, n); break;
  case NODE_FIX: sema_fix(m->sema, n); break;
  default: m->loss = sema_loss(m->sema, n);
  }
}

/* method: "auto", "newton", "gd". The touch arrays hold the start of run 0 with seed 1. */
static Model model_open(const char *text, const char *method, double step)
{
  Model m = { .arena = arena_new() };
  m.diags = ARENA_NEW(m.arena, DiagList);                   /* where it stays: the rules that are read later report to it */
  m.diags->arena = m.arena;
  m.pool = pool_new(m.arena);
  m.sema = sema_new(m.pool, m.diags);
  m.rules = rules_new(m.pool, m.sema);
  rules_load(m.rules, stdlib_folder(m.arena), m.diags);
  const Node *file = parse_source(m.arena, source_from_text(m.arena, "test", ".", text, strlen(text)), m.diags);
  for (int i = 0; file && i < file->nkids && !m.diags->errors; i++) declare(&m, file->kid[i]);
  DeriveOptions options = { .method = method, .step = step };
  if (m.loss && !m.diags->errors) m.derivation = derive_loss(m.pool, m.rules, m.loss, &options, m.diags);
  if (m.derivation) m.plan = plan_make(m.pool, m.derivation, m.diags);
  m.store = store_new(m.pool);
  m.crew = crew_new(1);
  for (int i = 0; m.plan && i < m.loss->nparams; i++)
    start_values(m.pool, &m.loss->param[i], 1, 0, store_array(m.store, symbol_touch(m.pool, m.loss->param[i].sym)), m.diags);
  if (!m.plan || m.diags->errors) complain_and_fail(&m, text);
  return m;
}

static void model_close(Model *m)
{
  store_free(m->store);
  crew_free(m->crew);
  sema_free(m->sema);
  arena_free(m->arena);
}

static inline Symbol *model_param(const Model *m, const char *name)
{
  for (int i = 0; i < m->loss->nparams; i++)
    if (!strcmp(m->loss->param[i].sym->name->text, name)) return m->loss->param[i].sym;
  return NULL;
}

/* the current point */
static inline double *model_values(Model *m, const char *name)
{
  return store_array(m->store, symbol_touch(m->pool, model_param(m, name)))->data;
}

/* the new values become the current point */
static inline void model_advance(Model *m)
{
  for (int i = 0; i < m->loss->nparams; i++) {
    Symbol *p = m->loss->param[i].sym;
    Array *to = store_array(m->store, symbol_touch(m->pool, p));
    memcpy(to->data, store_array(m->store, p)->data, (size_t)array_count(to) * sizeof *to->data);
  }
}

static inline Runner *model_runner(Model *m, const DefinitionList *list)
{
  Runner *r = runner_new(m->pool, m->store, list, m->crew, NULL, m->diags);
  if (!r) complain_and_fail(m, "a list is not compiled");
  return r;
}

#endif
