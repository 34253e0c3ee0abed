/* code_tools.h: definition lists compiled and run on the machine, held against the reference evaluator.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_CODE_TOOLS_H
#define MAJORANT_CODE_TOOLS_H
#include "code/compile.h"
#include "expr/eval.h"
#include "expr/print.h"
#include "vm/machine.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_RESULTS = 32 };
typedef struct Run { const Program *program; Array *result[MAX_RESULTS]; bool good; char *message; } Run;

/* compiles the list, binds the symbols' values (a touch symbol's: its parameter's) and runs it twice */
static Run run_list(Pool *pool, const DefinitionList *list, int64_t small, Crew *crew)
{
  Run run = { 0 };
  DiagList diags = { .arena = pool_arena(pool) };
  Buf plan = { 0 };
  CodeOptions options = { .small = small, .plan = &plan };
  run.program = code_compile(pool, list, &options, &diags);
  if (!run.program) fputs(buf_text(&plan), stderr);
  buf_free(&plan);
  if (!run.program) { run.message = diags.first ? (char *)diags.first->text : "no program, no message"; return run; }
  Machine *m = machine_new(run.program, crew);
  for (int k = 0; k < run.program->nslot; k++) {
    const Slot *s = &run.program->slot[k];
    const Symbol *sym = s->owner;
    Array *a = s->output ? array_new(s->naxes, s->size) : sym->value ? array_ref(sym->value) : sym->twin ? array_ref(sym->twin->value) : NULL;
    if (!a || !machine_bind(m, k, a)) { run.message = (char *)s->name; machine_free(m); return run; }
    for (int d = 0; d < list->n; d++) if (s->output && list->def[d].target == sym) { array_unref(run.result[d]); run.result[d] = array_ref(a); }
    array_unref(a);
  }
  machine_run(m);
  run.good = machine_run(m);
  machine_free(m);
  return run;
}

static void run_free(Run *run) { for (int d = 0; d < MAX_RESULTS; d++) array_unref(run->result[d]); }

/* the greatest difference, relative to the array's size (and at least to 1); NaN meets NaN, inf meets inf */
static double array_difference(const Array *a, const Array *b)
{
  double worst = 0, scale = 1;
  int64_t n = array_count(a);
  for (int64_t k = 0; k < n; k++) if (isfinite(b->data[k]) && fabs(b->data[k]) > scale) scale = fabs(b->data[k]);
  for (int64_t k = 0; k < n; k++) {
    double x = a->data[k], y = b->data[k];
    if (x == y || (isnan(x) && isnan(y))) continue;
    double d = fabs(x - y) / scale;
    if (!(d <= worst)) worst = isnan(d) ? INFINITY : d;
  }
  return worst;
}

typedef struct Known { Symbol *sym; Array *value; } Known;
typedef struct KnownList { Known known[MAX_RESULTS]; int n; } KnownList;

static Array *known_value(void *context, const Symbol *s)
{
  const KnownList *l = context;
  for (int k = l->n - 1; k >= 0; k--) if (l->known[k].sym == s) return l->known[k].value;
  return s->value ? s->value : s->twin ? s->twin->value : NULL;
}

/* the list by the reference evaluator; false where it finds no value */
static bool reference_list(Pool *pool, const DefinitionList *list, Array **result)
{
  KnownList known = { .n = 0 };
  for (int d = 0; d < list->n; d++) {
    EvalEnv env = { known_value, &known };
    char *error = NULL;
    result[d] = expr_eval(pool, list->def[d].value, list->def[d].target->naxes, list->def[d].own, &env, &error);
    if (!result[d]) return false;
    known.known[known.n++] = (Known){ list->def[d].target, result[d] };
  }
  return true;
}

static void print_program(const Program *p)
{
  Buf b = { 0 };
  program_disassemble(p, &b);
  fputs(buf_text(&b), stderr);
  buf_free(&b);
}

#endif
