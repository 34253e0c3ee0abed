/* runner.c: see runner.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/runner.h"
#include "code/compile.h"
#include "vm/machine.h"
#include <string.h>

typedef struct Held { const Symbol *symbol; Array *array; } Held;

struct Store { Pool *pool; Held *held; int n, cap; TimeDetail time; Runner *last; };

Store *store_new(Pool *pool)
{
  Store *s = ARENA_NEW(pool_arena(pool), Store);
  s->pool = pool;
  return s;
}

void store_free(Store *s)
{
  if (!s) return;
  for (int i = 0; i < s->n; i++) array_unref(s->held[i].array);
  s->n = 0;
}

Array *store_array(Store *s, const Symbol *symbol)
{
  if ((symbol->kind == SYM_DATA || symbol->kind == SYM_LET) && symbol->value) return symbol->value;
  for (int i = 0; i < s->n; i++)
    if (s->held[i].symbol == symbol) return s->held[i].array;
  int64_t size[ARRAY_MAX_AXES];
  for (int a = 0; a < symbol->naxes; a++) size[a] = symbol->axis[a]->size;
  Array *array = array_new(symbol->naxes, size);
  if (!array) return NULL;
  if (s->n == s->cap) {
    int cap = s->cap ? 2 * s->cap : 32;
    Held *grown = ARENA_ARRAY(pool_arena(s->pool), Held, cap);
    if (s->n) memcpy(grown, s->held, (size_t)s->n * sizeof *grown);
    s->held = grown;
    s->cap = cap;
  }
  s->held[s->n++] = (Held){ symbol, array };
  return array;
}

struct Runner {
  Pool *pool;
  const Program *program;
  Machine *machine;
  const char *makes;                      /* where time is measured: the parameters that it makes new, or else its last target */
  Runner *before;                         /* of the same store */
};

static const char *targets(Pool *pool, const DefinitionList *list)
{
  const char *text = NULL;
  for (int k = 0; k < list->n; k++) {
    const Symbol *t = list->def[k].target;
    if (t->kind == SYM_PARAM) text = text ? arena_printf(pool_arena(pool), "%s, %s", text, t->name->text) : t->name->text;
  }
  return text ? text : list->n ? list->def[list->n - 1].target->name->text : "nothing";
}

Runner *runner_new(Pool *pool, Store *store, const DefinitionList *list, Crew *crew, Buf *plan, DiagList *diags)
{
  CodeOptions options = { .plan = plan };
  Program *program = code_compile(pool, list, &options, diags);
  if (!program) return NULL;
  Runner *r = ARENA_NEW(pool_arena(pool), Runner);
  r->pool = pool;
  r->program = program;
  r->machine = machine_new(program, crew);
  bool ok = r->machine != NULL;
  for (int i = 0; ok && i < program->nslot; i++) {
    Array *a = store_array(store, program->slot[i].owner);
    ok = a && machine_bind(r->machine, i, a);
  }
  if (ok) {
    machine_time(r->machine, store->time != TIME_NONE);
    if (store->time) r->makes = targets(pool, list);
    r->before = store->last;
    store->last = r;
    return r;
  }
  diag_add(diags, (Span){ 0 }, MSG_FIT_MEMORY);
  runner_free(r);
  return NULL;
}

void store_time(Store *s, TimeDetail detail) { s->time = detail; }

static void report(const Runner *r, double least, TimeDetail detail, Buf *out)
{
  if (!r) return;
  report(r->before, least, detail, out);
  if (r->machine && machine_seconds(r->machine) > least) machine_report(r->machine, r->makes, detail, out);
}

void store_report(const Store *s, Buf *out)
{
  double all = 0;
  for (const Runner *r = s->last; r; r = r->before) all += r->machine ? machine_seconds(r->machine) : 0;
  report(s->last, (s->time == TIME_ALL ? 0.02 : 0.2) * all, s->time, out);
}

void runner_free(Runner *r)
{
  if (r && r->machine) machine_free(r->machine);
  if (r) r->machine = NULL;
}

bool runner_run(Runner *r, char **what)
{
  if (machine_run(r->machine)) return true;
  MachineFault fault;
  if (what) {
    *what = NULL;
    if (machine_faults(r->machine, &fault, 1) > 0)
      *what = arena_printf(pool_arena(r->pool), fault.memory ? "there is not enough memory to factor %s (slice %lld)" : "%s is no longer positive definite (slice %lld)",
                           fault.what ? fault.what : "a matrix", (long long)fault.batch + 1);
  }
  return false;
}

bool runner_lacks_memory(const Runner *r)
{
  MachineFault fault;
  return machine_faults(r->machine, &fault, 1) > 0 && fault.memory;
}

const Program *runner_program(const Runner *r) { return r->program; }
