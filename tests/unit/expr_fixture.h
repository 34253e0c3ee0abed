/* expr_fixture.h: a pool with three functions, two axes and some symbols, for the tests of expressions.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MAJORANT_EXPR_FIXTURE_H
#define MAJORANT_EXPR_FIXTURE_H
#include "expr/function.h"
#include "expr/print.h"
#include <stdio.h>
#include <string.h>

static Arena *arena;
static Pool *pool;
static const Function *fn_log, *fn_exp, *fn_abs;
static Axis *N, *K;
static Index *i, *j, *k, *l;                               /* i, j over N; k, l over K */
static Symbol *x, *y, *w, *z, *a;                          /* x[N, K] data; y[N], w[K], z params; a[N, K, K] a param */

static inline Index *fresh(Axis *axis, const char *name) { return index_new(pool, name_of(name), axis); }

static inline int expr_setup(void **state)
{
  (void)state;
  arena = arena_new();
  pool = pool_new(arena);
  fn_log = function_new(pool, name_of("log"), 1);
  fn_exp = function_new(pool, name_of("exp"), 1);
  fn_abs = function_new(pool, name_of("abs"), 1);
  N = axis_new(pool, name_of("N"), 4);
  K = axis_new(pool, name_of("K"), 3);
  i = fresh(N, "i"); j = fresh(N, "j"); k = fresh(K, "k"); l = fresh(K, "l");
  x = symbol_new(pool, SYM_DATA, name_of("x"), 2, (Axis *[]){ N, K });
  y = symbol_new(pool, SYM_PARAM, name_of("y"), 1, &N);
  w = symbol_new(pool, SYM_PARAM, name_of("w"), 1, &K);
  z = symbol_new(pool, SYM_PARAM, name_of("z"), 0, NULL);
  a = symbol_new(pool, SYM_PARAM, name_of("a"), 3, (Axis *[]){ N, K, K });
  return 0;
}

static inline int expr_teardown(void **state) { (void)state; arena_free(arena); return 0; }

#define TEST(f) cmocka_unit_test_setup_teardown(f, expr_setup, expr_teardown)

/* short names for building */
static inline const Expr *num(double v) { return expr_num(pool, v); }
static inline const Expr *rat(int p, int q) { return expr_rat(pool, p, q); }
static inline const Expr *ix(Index *v) { return expr_index(pool, v); }
static inline const Expr *at1(Symbol *s, Index *p) { return expr_access(pool, s, (const Expr *const[]){ ix(p) }); }
static inline const Expr *at2(Symbol *s, Index *p, Index *q) { return expr_access(pool, s, (const Expr *const[]){ ix(p), ix(q) }); }
static inline const Expr *at3(Symbol *s, Index *p, Index *q, Index *r) { return expr_access(pool, s, (const Expr *const[]){ ix(p), ix(q), ix(r) }); }
static inline const Expr *shifted(Symbol *s, Index *p, int by) { return expr_access(pool, s, (const Expr *const[]){ expr_add(pool, ix(p), num(by)) }); }
static inline const Expr *scalar(Symbol *s) { return expr_access(pool, s, NULL); }
static inline const Expr *add(const Expr *p, const Expr *q) { return expr_add(pool, p, q); }
static inline const Expr *sub(const Expr *p, const Expr *q) { return expr_sub(pool, p, q); }
static inline const Expr *mul(const Expr *p, const Expr *q) { return expr_mul(pool, p, q); }
static inline const Expr *quo(const Expr *p, const Expr *q) { return expr_div(pool, p, q); }
static inline const Expr *power(const Expr *p, const Expr *q) { return expr_pow(pool, p, q); }
static inline const Expr *neg(const Expr *p) { return expr_neg(pool, p); }
static inline const Expr *sum(Index *p, const Expr *e) { return expr_sum(pool, p, e); }
static inline const Expr *log_(const Expr *e) { return expr_call1(pool, fn_log, e); }
static inline const Expr *exp_(const Expr *e) { return expr_call1(pool, fn_exp, e); }
static inline const Expr *abs_(const Expr *e) { return expr_call1(pool, fn_abs, e); }
static inline const Expr *cmp(CmpOp op, const Expr *p, const Expr *q) { return expr_cmp(pool, op, p, q); }
static inline const Expr *same(Index *p, Index *q) { return cmp(C_EQ, ix(p), ix(q)); }
static inline const char *text(const Expr *e) { return expr_text(arena, e); }
static inline const char *latex(const Expr *e)
{
  Buf b = {0};
  expr_print_latex(&b, e);
  char *t = arena_strdup(arena, buf_text(&b));
  buf_free(&b);
  return t;
}

/* equal expressions are one node; the texts show the difference when they are not */
#define assert_same(p, q) \
  do { const Expr *p_ = (p), *q_ = (q); if (p_ != q_) assert_string_equal(text(p_), text(q_)); assert_ptr_equal(p_, q_); } while (0)

#endif
