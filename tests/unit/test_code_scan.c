/* Lowering of sums over comparisons of data: every kind of comparison with every kind of sum, against the reference evaluator, with
 * one thread and two; and that none of them is made for each pair.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "test.h"
#include "code_tools.h"
#include "code_models.h"

static Crew *one, *two;

/* what compares two elements: keys with ties; M has its own length and key */
typedef struct Data { Axis *N, *M, *P; Symbol *t, *u, *s, *z, *f, *x, *b; } Data;

static Symbol *floored(Model *m, const char *name, Axis *a, double scale)
{
  Symbol *s = given(m, SYM_DATA, name, DOMAIN_INTERVAL, 1, a, NULL, NULL);
  for (int64_t k = 0; k < array_count(s->value); k++) s->value->data[k] = floor(s->value->data[k] * scale);
  s->range_known = array_range(s->value, &s->least, &s->greatest, &s->integer);
  return s;
}

static Data data_of(Model *m, int64_t n, int64_t other, int64_t p)
{
  Data d = { axis(m, "N", n), axis(m, "M", other), axis(m, "P", p), .t = NULL };
  d.t = floored(m, "t", d.N, 40);
  d.u = floored(m, "u", d.N, 25);
  d.s = floored(m, "s", d.N, 4);
  d.z = floored(m, "z", d.M, 40);
  d.f = given(m, SYM_DATA, "f", DOMAIN_REAL, 1, d.N, NULL, NULL);
  d.x = given(m, SYM_DATA, "x", DOMAIN_REAL, 2, d.N, d.P, NULL);
  d.b = touch(m, "b", DOMAIN_REAL, 1, d.P, NULL, NULL);
  return d;
}

enum { RELATIONS = 11 };

/* of i, j in N */
static const Expr *relation(Model *m, const Data *d, int which, Index *i, Index *j)
{
  const Expr *ti = at1(m, d->t, i), *tj = at1(m, d->t, j), *ui = at1(m, d->u, i), *uj = at1(m, d->u, j);
  const Expr *same = expr_cmp(m->pool, C_EQ, at1(m, d->s, i), at1(m, d->s, j)), *after = expr_cmp(m->pool, C_LE, ti, tj);
  switch (which) {
  case 0: return after;
  case 1: return expr_cmp(m->pool, C_LT, ti, tj);
  case 2: return expr_cmp(m->pool, C_LE, tj, ti);
  case 3: return expr_cmp(m->pool, C_EQ, ti, tj);
  case 4: return mul(m, same, after);
  case 5: return mul(m, same, mul(m, after, expr_cmp(m->pool, C_LT, uj, ti)));                    /* in a stratum, those who have come and not gone */
  case 6: return mul(m, after, expr_cmp(m->pool, C_LE, tj, add(m, ti, num(m, 3))));
  case 7: return mul(m, same, expr_cmp(m->pool, C_EQ, ui, uj));
  case 8: return expr_cmp(m->pool, C_LE, ix(m, j), ix(m, i));                                     /* cumulative sums */
  case 9: return expr_cmp(m->pool, C_LT, add(m, ui, ti), mul(m, num(m, 2), tj));
  default: return mul(m, after, expr_cmp(m->pool, C_LE, uj, ti));
  }
}

/* sums of each kind over a relation; all that derivations make of them */
static Model *model_scans(int64_t n, int64_t p, int which, uint64_t seed)
{
  Model *m = model_new(seed);
  Data d = data_of(m, n, n, p);
  Index *i = index_(m, d.N, "i"), *j = index_(m, d.N, "j"), *k = index_(m, d.P, "k"), *l = index_(m, d.P, "l"), *h = index_(m, d.P, "h");
  const Expr *c = relation(m, &d, which, i, j), *fi = at1(m, d.f, i), *fj = at1(m, d.f, j);
  const Expr *eta = sum(m, h, mul(m, at2(m, d.x, j, h), at1(m, d.b, h))), *e = exp_(m, eta), *xjk = at2(m, d.x, j, k), *xik = at2(m, d.x, i, k), *xjl = at2(m, d.x, j, l);
  Symbol *risk = target(m, "risk", 1, d.N, NULL, NULL), *lse = target(m, "lse", 1, d.N, NULL, NULL), *mean = target(m, "mean", 2, d.N, d.P, NULL);
  const Expr *weight = quo(m, mul(m, c, e), sum(m, j, mul(m, c, e)));
  const Expr *self = expr_cmp(m->pool, C_EQ, ix(m, i), ix(m, j)), *never_empty = expr_cmp(m->pool, C_LT, num(m, 0), add(m, c, self));
  define(m, risk, i, NULL, NULL, sum(m, j, mul(m, c, mul(m, fj, fj))));
  define(m, target(m, "sums", 2, d.N, d.P, NULL), i, k, NULL, sum(m, j, mul(m, c, mul(m, xjk, e))));
  define(m, target(m, "filtered", 1, d.N, NULL, NULL), i, NULL, NULL, expr_reduce(m->pool, R_SUM, j, fj, c, NULL, NULL));
  define(m, target(m, "branch", 1, d.N, NULL, NULL), i, NULL, NULL, sum(m, j, when(m, c, mul(m, fj, e), num(m, 0))));
  define(m, target(m, "terms", 1, d.N, NULL, NULL), i, NULL, NULL, sum(m, j, mul(m, c, sub(m, fj, mul(m, num(m, 2), fi)))));
  define(m, target(m, "back", 1, d.N, NULL, NULL), j, NULL, NULL, sum(m, i, mul(m, fi, c)));
  define(m, target(m, "pairs", 0, NULL, NULL, NULL), NULL, NULL, NULL, sum(m, i, sum(m, j, mul(m, mul(m, fi, c), e))));
  define(m, target(m, "both", 2, d.P, d.P, NULL), k, l, NULL, sum(m, i, sum(m, j, mul(m, mul(m, xik, c), xjl))));
  define(m, target(m, "number", 0, NULL, NULL, NULL), NULL, NULL, NULL, sum(m, i, sum(m, j, c)));
  if (which == 1 || which == 5 || which == 8 || which == 9 || which == 10) c = never_empty;             /* some set would be empty; no scan any more, but the same sums */
  weight = quo(m, mul(m, c, e), sum(m, j, mul(m, c, e)));
  define(m, lse, i, NULL, NULL, log_(m, sum(m, j, mul(m, c, e))));
  define(m, mean, i, k, NULL, sum(m, j, mul(m, xjk, weight)));
  define(m, target(m, "slope", 1, d.P, NULL, NULL), k, NULL, NULL, sum(m, i, mul(m, fi, sub(m, xik, sum(m, j, mul(m, xjk, weight))))));
  define(m, target(m, "curve", 2, d.P, d.P, NULL), k, l, NULL,
         sum(m, i, mul(m, mul(m, fi, fi), sub(m, sum(m, j, mul(m, mul(m, xjk, xjl), weight)), mul(m, at2(m, mean, i, k), at2(m, mean, i, l))))));
  return m;
}

static void check(Model *m, double tolerance, const char *what) { model_check(m, tolerance, what, one, two); }

static void every_comparison(void **state)
{
  (void)state;
  static const int64_t size[] = { 1, 5, 70, 150 };
  for (int which = 0; which < RELATIONS; which++)
    for (int k = 0; k < 4; k++) {
      char what[40];
      snprintf(what, sizeof what, "relation %d of %d", which, (int)size[k]);
      check(model_scans(size[k], 1 + k, which, (uint64_t)(10 * which + k)), 1e-12, what);
    }
}

/* the most that an instruction goes through, counted as --time counts */
static double most_work(const Program *p)
{
  double most = 0;
  for (int n = 0; n < p->nsection; n++)
    for (int k = 0; k < p->section[n].ninstr; k++) {
      const Section *s = &p->section[n];
      double work = instr_flops(p, s, &s->instr[k], 1) * (s->kind == SECTION_PASS ? (double)(s->hi - s->lo) : 1);
      if (op_info[s->instr[k].op].class_ == CLASS_RANGE && s->instr[k].op != OP_RANGE_SUM) continue;        /* once, N log N */
      if (work > most) most = work;
    }
  return most;
}

static int count(const Program *p, Opcode op)
{
  int n = 0;
  for (int s = 0; s < p->nsection; s++) for (int k = 0; k < p->section[s].ninstr; k++) n += p->section[s].instr[k].op == op;
  return n;
}

static void nothing_for_pairs(void **state)
{
  (void)state;
  static const int all_scans[] = { 0, 2, 3, 4, 6, 7 };
  for (int k = 0; k < 6; k++) {
    Model *m = model_scans(20000, 3, all_scans[k], 5);
    DiagList diags = { .arena = m->arena };
    const Program *p = code_compile(m->pool, &m->list, NULL, &diags);
    assert_non_null(p);
    if (most_work(p) > 30. * 20000) { print_program(p); fail_msg("relation %d: %g", all_scans[k], most_work(p)); }
    assert_int_equal(count(p, OP_ORDER), 1);               /* a sum and its transpose share it */
    model_free(m);
  }
}

/* a linear predictor that sums over comparisons want as a whole is not made again by the passes behind them */
static void predictor_once(void **state)
{
  (void)state;
  Model *m = model_new(4);
  Data d = data_of(m, 20000, 10, 8);
  Index *i = index_(m, d.N, "i"), *j = index_(m, d.N, "j"), *h = index_(m, d.P, "h");
  const Expr *after = expr_cmp(m->pool, C_LE, at1(m, d.t, i), at1(m, d.t, j)), *fi = at1(m, d.f, i);
  const Expr *of_j = sum(m, h, mul(m, at2(m, d.x, j, h), at1(m, d.b, h))), *of_i = sum(m, h, mul(m, at2(m, d.x, i, h), at1(m, d.b, h)));
  define(m, target(m, "loss", 0, NULL, NULL, NULL), NULL, NULL, NULL, sum(m, i, mul(m, fi, sub(m, log_(m, sum(m, j, mul(m, after, exp_(m, of_j)))), of_i))));
  DiagList diags = { .arena = m->arena };
  const Program *p = code_compile(m->pool, &m->list, NULL, &diags);
  assert_non_null(p);
  int made = 0;
  for (int n = 0; n < p->nsection; n++)
    for (int k = 0; k < p->section[n].ninstr; k++) {
      const Instr *q = &p->section[n].instr[k];
      for (int a = 0; a < 2 && q->op == OP_CONTRACT; a++) made += p->reg[q->src[a].reg].kind == REG_INPUT && p->reg[q->src[a].reg].count == 20000 * 8;
    }
  assert_int_equal(made, 1);
  model_free(m);
}

/* exponents that would underflow beside the greatest, and a set that is empty */
static void far_exponents(void **state)
{
  (void)state;
  Model *m = model_new(3);
  Data d = data_of(m, 200, 90, 2);
  Index *i = index_(m, d.N, "i"), *j = index_(m, d.N, "j"), *k = index_(m, d.P, "k"), *a = index_(m, d.M, "a");
  Symbol *eta = symbol_touch(m->pool, given(m, SYM_PARAM, "eta", DOMAIN_REAL, 1, d.N, NULL, NULL));
  for (int64_t q = 0; q < 200; q++) eta->twin->value->data[q] *= 1500;
  const Expr *after = expr_cmp(m->pool, C_LE, at1(m, d.t, i), at1(m, d.t, j)), *e = exp_(m, at1(m, eta, j)), *s = sum(m, j, mul(m, after, e));
  const Expr *later = expr_cmp(m->pool, C_LT, at1(m, d.z, a), at1(m, d.t, j));
  define(m, target(m, "lse", 1, d.N, NULL, NULL), i, NULL, NULL, log_(m, s));
  define(m, target(m, "slope", 1, d.P, NULL, NULL), k, NULL, NULL, sum(m, i, sum(m, j, mul(m, at2(m, d.x, j, k), quo(m, mul(m, after, e), s)))));
  define(m, target(m, "empty", 1, d.M, NULL, NULL), a, NULL, NULL, log_(m, sum(m, j, mul(m, later, exp_(m, mul(m, num(m, 0.1), at1(m, eta, j)))))));
  check(m, 1e-12, "far exponents");
}

static int setup(void **state) { (void)state; one = crew_new(1); two = crew_new(2); return 0; }
static int teardown(void **state) { (void)state; crew_free(one); crew_free(two); return 0; }

int main(void)
{
  const struct CMUnitTest tests[] = { cmocka_unit_test(every_comparison), cmocka_unit_test(nothing_for_pairs), cmocka_unit_test(predictor_once), cmocka_unit_test(far_exponents) };
  return cmocka_run_group_tests(tests, setup, teardown);
}
