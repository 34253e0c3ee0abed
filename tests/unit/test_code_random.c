/* Lowering: random expressions over every kind of node, and their gradients, compiled and run against the reference
 * evaluator; once as they come, once with all sums forced into passes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr_tools.h"
#include "code_tools.h"
#include "vm_tools.h"

static Crew *crew;

static bool finite_array(const Array *a)
{
  for (int64_t k = 0; k < array_count(a); k++) if (!isfinite(a->data[k]) || fabs(a->data[k]) > 1e12) return false;
  return true;
}

/* whether the compiler or the machine is to blame: the program by the plain interpreter */
static void blame(const DefinitionList *list, const Program *p, int d, const Array *want)
{
  Array *input[64] = { 0 };
  for (int k = 0; k < p->nslot; k++) { const Symbol *s = p->slot[k].owner; input[k] = s->value; }
  Slow slow = { .p = p, .input = input };
  slow_run(&slow);
  for (int k = 0; k < p->nslot; k++)
    if (p->slot[k].output && p->slot[k].owner == list->def[d].target) {
      Array *a = array_copy(want);
      memcpy(a->data, slow.value[p->slot[k].reg], (size_t)array_count(a) * sizeof(double));
      fprintf(stderr, "the plain interpreter differs by %g\n", array_difference(a, want));
      array_unref(a);
    }
  slow_free(&slow);
}

/* does the reference itself change that much when the numbers change in their last digits? */
static bool is_ill_conditioned(World *w, const DefinitionList *list, int d, const Array *want, double difference)
{
  Symbol *moved[WORLD_PARAMS + 2] = { w->x, w->y };
  Array *kept[WORLD_PARAMS + 2], *other[MAX_RESULTS] = { 0 };
  double change = 0;
  memcpy(moved + 2, w->param, sizeof w->param);
  for (int k = 0; k < WORLD_PARAMS + 2; k++) {
    kept[k] = moved[k]->value;
    moved[k]->value = array_copy(kept[k]);
    for (int64_t e = 0; e < array_count(kept[k]); e++) moved[k]->value->data[e] *= 1 + ((e & 1) ? 2e-15 : -3e-15);
  }
  if (!reference_list(w->pool, list, other)) change = INFINITY;
  else change = array_difference(other[d], want);
  for (int k = 0; k < WORLD_PARAMS + 2; k++) { array_unref(moved[k]->value); moved[k]->value = kept[k]; }
  for (int k = 0; k < list->n; k++) array_unref(other[k]);
  return change * 1000 > difference || change > 1e-10;
}

/* how many of the definitions could be compared */
static int compare(World *w, const DefinitionList *list, uint64_t seed)
{
  Array *want[MAX_RESULTS] = { 0 };
  int compared = 0;
  if (reference_list(w->pool, list, want))
    for (int pass = 0; pass < 2; pass++) {
      Run run = run_list(w->pool, list, pass ? -1 : 0, crew);
      if (!run.program) {
        fprintf(stderr, "seed %llu, %s\n  %s\n", (unsigned long long)seed, pass ? "passes" : "short", run.message);
        for (int d = 0; d < list->n; d++) fprintf(stderr, "  := %s\n", text_of(w, list->def[d].value));
        fail();
      }
      for (int d = 0; d < list->n; d++) {
        if (!finite_array(want[d])) continue;
        compared++;
        double diff = array_difference(run.result[d], want[d]);
        if (diff > 1e-9 && !is_ill_conditioned(w, list, d, want[d], diff)) {
          fprintf(stderr, "seed %llu, %s, definition %d: difference %g, %g for %g\n  %s\n", (unsigned long long)seed, pass ? "passes" : "short", d, diff,
                  run.result[d]->data[0], want[d]->data[0], text_of(w, list->def[d].value));
          print_program(run.program);
          blame(list, run.program, d, want[d]);
          fail();
        }
      }
      run_free(&run);
    }
  for (int d = 0; d < list->n; d++) array_unref(want[d]);
  return compared;
}

static int one_world(uint64_t seed, int depth)
{
  World *w = world_new(seed);
  DefinitionList list = { .arena = w->arena };
  w->smooth = choose(w, 2);
  Index *own[2] = { index_new(w->pool, name_of("i"), w->I), index_new(w->pool, name_of("j"), w->J) };
  Symbol *loss = symbol_new(w->pool, SYM_STAT, name_of("loss"), 0, NULL);
  Symbol *f = symbol_new(w->pool, SYM_STAT, name_of("f"), 2, (Axis *[]){ w->I, w->J });
  w->scope[w->nscope++] = own[0];
  w->scope[w->nscope++] = own[1];
  const Expr *e = random_real(w, depth);
  w->nscope = 0;
  definition_add(w->pool, &list, f, own, e);
  definition_add(w->pool, &list, loss, NULL, expr_sum_n(w->pool, 2, own, e));
  for (int k = 0; k < WORLD_PARAMS; k++) {
    Symbol *p = w->param[k];
    Index *at[2];
    const char *why = NULL;
    for (int a = 0; a < p->naxes; a++) at[a] = index_new(w->pool, name_of("q"), p->axis[a]);
    const Expr *g = expr_diff(w->pool, list.def[1].value, p, at, &why);
    if (g) definition_add(w->pool, &list, symbol_new(w->pool, SYM_STAT, name_of("g"), p->naxes, p->axis), at, g);
  }
  int compared = compare(w, &list, seed);
  world_free(w);
  return compared;
}

static void random_programs(void **state)
{
  (void)state;
  const char *from = getenv("CODE_SEED"), *count = getenv("CODE_COUNT");
  uint64_t first = from ? strtoull(from, NULL, 10) : 1;
  int n = count ? atoi(count) : 400, compared = 0;
  for (int k = 0; k < n; k++) compared += one_world(first + (uint64_t)k, 1 + (int)((first + (uint64_t)k) % 6));
  if (!from) assert_true(compared > n);
}

static int setup(void **state) { (void)state; crew = crew_new(2); return crew == NULL; }
static int teardown(void **state) { (void)state; crew_free(crew); return 0; }

int main(void)
{
  const struct CMUnitTest tests[] = { cmocka_unit_test(random_programs) };
  return cmocka_run_group_tests(tests, setup, teardown);
}
