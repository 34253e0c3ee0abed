/* Sums over ranges of an order against sums over all pairs: one bound and two, ties, strata, empty ranges, many columns, exponents
 * far from each other; and that nothing cancels.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vm_tools.h"

/* keys with many ties */
static int keys(Bench *b, int64_t n, double levels)
{
  int reg = bench_input(b, 1, SIZES(n), 0, levels);
  double *k = b->input[b->nslot - 1]->data;
  for (int64_t i = 0; i < n; i++) k[i] = floor(k[i]);
  return reg;
}

static int index_of(Bench *b, int64_t n, int64_t limit)
{
  int reg = program_reg_whole(b->p, ELEM_I32, 1, SIZES(n), "at");
  b->p->reg[reg].limit = limit;
  return reg;
}

typedef struct Order { int section, order, rank, low, high; } Order;

/* elements with keys 0..levels, in strata if so many, and Q ranges of them: from a key to another one further on, where there are such ends */
static Order ordered(Bench *b, int64_t n, int64_t Q, double levels, double strata)
{
  Order o = { .section = program_section_short(b->p, NULL) };
  int key = keys(b, n, levels), from = keys(b, Q, levels), to = keys(b, Q, levels), stratum = 0, mine = 0;
  if (strata > 0) { stratum = keys(b, n, strata); mine = keys(b, Q, strata); }
  View element = VIEW(key, 0, 1), of = { 0 }, bound = { 0 };
  if (strata > 0) { of = element; element = VIEW(stratum, 0, 1); bound = VIEW(mine, 1, 0); }
  o.order = index_of(b, n, n);
  o.rank = index_of(b, n, n);
  o.low = index_of(b, Q, n + 1);
  o.high = index_of(b, Q, n + 1);
  EMIT(o.section, .op = OP_ORDER, .space = SPACE(n), .dst = { VIEW(o.order, 1), VIEW(o.rank, 1) }, .src = { VIEW(strata > 0 ? stratum : key, 1), strata > 0 ? VIEW(key, 1) : (View){ 0 } });
  EMIT(o.section, .op = OP_PLACE, .space = SPACE(Q, n), .dst = { VIEW(o.low, 1, 0) },
       .src = { element, of, VIEW(o.order, 0, 1), strata > 0 ? bound : VIEW(from, 1, 0), strata > 0 ? VIEW(from, 1, 0) : (View){ 0 } });
  EMIT(o.section, .op = OP_PLACE, .power = 1, .space = SPACE(Q, n), .dst = { VIEW(o.high, 1, 0) },
       .src = { element, of, VIEW(o.order, 0, 1), strata > 0 ? bound : VIEW(to, 1, 0), strata > 0 ? VIEW(to, 1, 0) : (View){ 0 } });
  return o;
}

/* ends: 1: lower, 2: upper, 3: both */
static void sums(int64_t n, int64_t Q, int64_t P, int ends, double strata, bool exponents, bool logs, double spread)
{
  Bench bench, *b = &bench;
  bench_start(b);
  Order o = ordered(b, n, Q, ends == 3 ? 9 : 40, strata);
  View low = ends & 1 ? VIEW(o.low, 1) : (View){ 0 }, high = ends & 2 ? VIEW(o.high, 1) : (View){ 0 };
  int out[4] = { bench_output(b, ELEM_F64, 2, SIZES(Q, P)), bench_output(b, ELEM_F64, 2, SIZES(n, P)) };
  int a = bench_input(b, 2, SIZES(n, P), 0.1, 1), g = bench_input(b, 2, SIZES(P, Q), 0.1, 1), eb = bench_input(b, 1, SIZES(n), -spread, spread), ec = bench_input(b, 1, SIZES(Q), -1, 1);
  View none = { 0 };
  bool alone = logs;                                          /* logarithms are of sums of exponentials alone */
  EMIT(o.section, .op = OP_RANGE_SUM, .reduced = 2, .power = logs, .space = SPACE(Q, n, P), .dst = { VIEW(out[0], P, 0, 1) },
       .src = { alone ? none : VIEW(a, 0, P, 1), exponents ? VIEW(eb, 0, 1) : none, exponents && !logs ? VIEW(ec, 1) : none, VIEW(o.order, 0, 1), low, high });
  EMIT(o.section, .op = OP_RANGE_SUM, .reduced = 1, .power = logs, .space = SPACE(Q, n, P), .dst = { VIEW(out[1], 0, P, 1) },
       .src = { alone ? none : VIEW(g, 1, 0, Q), exponents ? VIEW(ec, 1) : none, exponents && !logs ? VIEW(eb, 0, 1) : none, VIEW(o.rank, 0, 1), low, high });
  bench_judge(b, 2, out, 1e-13);
}

static void running_sums(void **state)
{
  (void)state;
  static const int64_t many[] = { 1, 2, 31, 32, 33, 100, 1500 };
  for (int k = 0; k < 7; k++)
    for (int ends = 1; ends <= 3; ends++) {
      sums(many[k], many[6 - k], 1, ends, 0, false, false, 0);
      sums(many[k], 70, 3, ends, 0, true, false, 2);
      sums(many[k], many[k], 11, ends, 4, true, false, 2);
      sums(many[k], 50, 1, ends, 3, true, true, 2);
    }
}

static void far_exponents(void **state)
{
  (void)state;
  for (int ends = 1; ends <= 3; ends++) {
    sums(300, 200, 1, ends, 0, true, true, 5000);
    sums(300, 200, 3, ends, 2, true, false, 340);
    sums(3000, 2000, 1, ends, 0, true, true, 1e9);
  }
}

/* a great element in front and a small one behind: a difference of sums from the start would lose the latter */
static void nothing_cancels(void **state)
{
  (void)state;
  for (int two = 0; two < 2; two++) {
    Bench bench, *b = &bench;
    bench_start(b);
    int64_t n = 100;
    int section = program_section_short(b->p, NULL), key = bench_input(b, 1, SIZES(n), 0, 1), at = bench_input(b, 1, SIZES(n), 0, 1), end = bench_input(b, 1, SIZES(n), 200, 200), a = bench_input(b, 1, SIZES(n), 1, 1);
    for (int64_t k = 0; k < n; k++) {
      b->input[0]->data[k] = b->input[1]->data[k] = (double)k;
      b->input[3]->data[k] = ldexp(1, (int)(-8 * k));
    }
    if (two) b->input[2]->data[50] = 60;
    int order = index_of(b, n, n), low = index_of(b, n, n + 1), high = index_of(b, n, n + 1), out = bench_output(b, ELEM_F64, 1, SIZES(n));
    EMIT(section, .op = OP_ORDER, .space = SPACE(n), .dst = { VIEW(order, 1) }, .src = { VIEW(key, 1) });
    EMIT(section, .op = OP_PLACE, .space = SPACE(n, n), .dst = { VIEW(low, 1, 0) }, .src = { VIEW(key, 0, 1), { 0 }, VIEW(order, 0, 1), VIEW(at, 1, 0) });
    EMIT(section, .op = OP_PLACE, .space = SPACE(n, n), .dst = { VIEW(high, 1, 0) }, .src = { VIEW(key, 0, 1), { 0 }, VIEW(order, 0, 1), VIEW(end, 1, 0) });
    EMIT(section, .op = OP_RANGE_SUM, .reduced = 2, .space = SPACE(n, n), .dst = { VIEW(out, 1, 0) }, .src = { VIEW(a, 0, 1), { 0 }, { 0 }, VIEW(order, 0, 1), VIEW(low, 1, 0), two ? VIEW(high, 1, 0) : (View){ 0 } });
    int number = program_reg_whole(b->p, ELEM_F64, 1, SIZES(n), "ratio");
    EMIT(section, .op = OP_DIV, .space = SPACE(n), .dst = { VIEW(number, 1) }, .src = { VIEW(out, 1), VIEW(a, 1) });
    bench_judge(b, 1, &number, 1e-15);
  }
}

/* what is in no range has no part in it, and nothing times what is infinite is nothing */
static void infinities(void **state)
{
  (void)state;
  Bench bench, *b = &bench;
  bench_start(b);
  int64_t n = 90;
  Order o = ordered(b, n, n, 30, 0);
  int out[2] = { bench_output(b, ELEM_F64, 1, SIZES(n)), bench_output(b, ELEM_F64, 1, SIZES(n)) };
  int a = bench_input(b, 1, SIZES(n), 0, 1), e = bench_input(b, 1, SIZES(n), -1, 1);
  double *x = b->input[b->nslot - 2]->data, *y = b->input[b->nslot - 1]->data, *key = b->input[0]->data;
  for (int64_t k = 0; k < n; k++) {
    if (key[k] == 7) x[k] = INFINITY;
    if (key[k] == 12) { x[k] = 0; y[k] = INFINITY; }
    if (key[k] == 13) y[k] = -INFINITY;
  }
  EMIT(o.section, .op = OP_RANGE_SUM, .reduced = 2, .space = SPACE(n, n), .dst = { VIEW(out[0], 1, 0) }, .src = { VIEW(a, 0, 1), VIEW(e, 0, 1), { 0 }, VIEW(o.order, 0, 1), VIEW(o.low, 1), { 0 } });
  EMIT(o.section, .op = OP_RANGE_SUM, .reduced = 2, .space = SPACE(n, n), .dst = { VIEW(out[1], 1, 0) }, .src = { VIEW(a, 0, 1), VIEW(e, 0, 1), { 0 }, VIEW(o.order, 0, 1), VIEW(o.low, 1), VIEW(o.high, 1) });
  bench_judge(b, 2, out, 1e-13);
}

static void refused(const char *why, Instr i)
{
  Bench bench, *b = &bench;
  bench_start(b);
  Order o = ordered(b, 20, 10, 5, 0);
  int a = bench_input(b, 1, SIZES(20), 0, 1), out = bench_output(b, ELEM_F64, 1, SIZES(10));
  i.op = OP_RANGE_SUM;
  i.space = SPACE(10, 20);
  i.dst[0] = VIEW(out, 1, 0);
  i.src[0] = VIEW(a, 0, 1);
  if (!i.src[3].reg) i.src[3] = VIEW(o.order, 0, 1);
  if (!i.src[4].reg) i.src[4] = VIEW(o.low, 1, 0);
  program_emit(b->p, o.section, &i);
  const char *fault = program_verify(b->p);
  assert_non_null(fault);
  if (!strstr(fault, why)) fail_msg("%s", fault);
  for (int s = 0; s < b->nslot; s++) array_unref(b->input[s]);
  arena_free(b->arena);
}

static void verified(void **state)
{
  (void)state;
  refused("one of the axes", (Instr){ .reduced = 3 });
  refused("logarithm of a weighted sum", (Instr){ .reduced = 2, .power = 1 });
  refused("has no part in", (Instr){ .reduced = 1 });
}

int main(void)
{
  const struct CMUnitTest tests[] = { cmocka_unit_test(running_sums), cmocka_unit_test(far_exponents), cmocka_unit_test(nothing_cancels), cmocka_unit_test(infinities), cmocka_unit_test(verified) };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
