/* Lowering: the lists that derivations make, compiled and run against the reference evaluator, at sizes around the tile's
 * borders; one thread against two; sparse against dense; what passes must not hold.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "test.h"
#include "code_tools.h"
#include "code_models.h"

static Crew *one, *two;

static void check_model(Model *m, double tolerance) { model_check(m, tolerance, "", one, two); }

static const int64_t rows[] = { 1, 2, 63, 64, 65, 129, 1023, 1025, 2100 };
enum { ROWS = sizeof rows / sizeof *rows };

static void hard_assignments(void **state) { (void)state; for (int k = 0; k < ROWS; k++) { check_model(model_kmeans(rows[k], 2, 3), 1e-12); check_model(model_kmeans(rows[k], 5, 9), 1e-11); } }
static void mixtures(void **state) { (void)state; for (int k = 2; k < ROWS; k++) check_model(model_gmm(rows[k], 2 + k % 2, 3), 1e-10); check_model(model_gmm(70, 1, 1), 1e-10); }
static void robust_regression(void **state) { (void)state; for (int k = 3; k < ROWS; k++) check_model(model_student(rows[k], 4), 1e-10); }
static void sparse_counts_and_dense(void **state)
{
  (void)state;
  for (int dense = 0; dense < 2; dense++) {
    check_model(model_plsa(20, 30, 4, 3, !dense), 1e-11);
    check_model(model_plsa(70, 90, 12, 5, !dense), 1e-11);
    check_model(model_plsa(40, 200, 11, 1, !dense), 1e-11);
  }
}
static void sparse_mixture(void **state)
{
  (void)state;
  for (int kind = 0; kind < 4; kind++) {
    check_model(model_multinomial_by(kind & 1, 15, 20, 3, 2, kind < 2), 1e-10);
    check_model(model_multinomial_by(kind & 1, 70, 140, 7, 3, kind < 2), 1e-10);
  }
  /* neither dense nor documents by components, whatever the order */
  for (int rows = 0; rows < 2; rows++) {
    Model *m = model_multinomial_by(rows, 300, 20000, 9, 8, true);
    Run run = run_list(m->pool, &m->list, 0, two);
    assert_non_null(run.program);
    for (int r = 1; r < run.program->nreg; r++)
      assert_true(run.program->reg[r].kind == REG_TILE || run.program->reg[r].count < (run.program->reg[r].kind == REG_WHOLE ? 20000 * 8 : 20000 * 300));
    run_free(&run);
    model_free(m);
  }
  /* far too long for the numbers themselves */
  Model *m = model_multinomial(5000, 300, 700, 4, true);
  Run run = run_list(m->pool, &m->list, 0, two);
  assert_non_null(run.program);
  double total = 0;
  for (int k = 0; k < 4; k++) total += run.result[1]->data[k];
  assert_true(isfinite(run.result[0]->data[0]) && fabs(total - 300) < 1e-9);
  for (int r = 1; r < run.program->nreg; r++)
    assert_true(run.program->reg[r].kind != REG_INPUT || run.program->reg[r].count < 5000 * 300);       /* never dense */
  run_free(&run);
  model_free(m);
}
static void dense_factors(void **state) { (void)state; check_model(model_factors(30, 20, 3), 1e-11); check_model(model_factors(130, 90, 2), 1e-11); check_model(model_factors(40, 150, 2), 1e-11); }
static void all_pairs(void **state) { (void)state; check_model(model_pairs(3, 2), 1e-12); check_model(model_pairs(70, 3), 1e-11); check_model(model_pairs(131, 9), 1e-11); }
static void series(void **state) { (void)state; for (int k = 1; k < ROWS; k++) check_model(model_series(rows[k], 3), 1e-12); }

/* a matrix function of b[k, d, e] over d, e, for each k */
static const Expr *of_matrix(Model *m, MatrixOp op, Symbol *b, Index *k, Index *row, Index *col, const Expr *vector, const Expr *p, const Expr *q)
{
  return expr_matrix(m->pool, op, 1, &row, &col, at3(m, b, k, row, col), vector, (const Expr *const[]){ p, q });
}

/* eigenvalues, singular values, what is put together from them, ranks */
static Model *model_spectra(int64_t n, int64_t d, int64_t e)
{
  Model *m = model_new(17);
  Axis *K = axis(m, "K", n), *D = axis(m, "D", d), *E = axis(m, "E", e);
  Index *k = index_(m, K, "k"), *p = index_(m, D, "p"), *q = index_(m, D, "q"), *r = index_(m, E, "r"), *l = index_(m, D, "l"), *o = index_(m, E, "o");
  Symbol *a = touch(m, "a", DOMAIN_REAL, 3, K, D, D), *x = touch(m, "x", DOMAIN_REAL, 3, K, D, E), *w = touch(m, "w", DOMAIN_REAL, 1, K, NULL, NULL);
  const Expr *value = of_matrix(m, MAT_EIGENVALUE, a, k, p, q, NULL, ix(m, l), NULL), *vector = of_matrix(m, MAT_EIGENVECTOR, a, k, p, q, NULL, ix(m, p), ix(m, l));
  define(m, target(m, "values", 2, K, D, NULL), k, l, NULL, value);
  define(m, target(m, "projections", 3, K, D, D), k, p, l, mul(m, vector, value));
  const Expr *single = of_matrix(m, MAT_SINGULAR, x, k, p, o, NULL, ix(m, l), NULL), *weights = exp_(m, mul(m, num(m, -0.1), ix(m, p)));
  define(m, target(m, "singular", 2, K, D, NULL), k, l, NULL, single);
  define(m, target(m, "recomposed", 3, K, D, E), k, l, r, of_matrix(m, MAT_RECOMPOSE, x, k, p, o, weights, ix(m, l), ix(m, r)));
  define(m, target(m, "places", 1, K, NULL, NULL), k, NULL, NULL, expr_rank(m->pool, 1, &k, at1(m, w, k), (const Expr *const[]){ ix(m, k) }));
  return m;
}

static void spectra(void **state)
{
  (void)state;
  check_model(model_spectra(3, 1, 2), 1e-12);
  check_model(model_spectra(40, 4, 3), 1e-10);
  check_model(model_spectra(7, 3, 9), 1e-10);
}

/* a symmetric sum of products beside another that is not, added to each other: one must not be taken for the mirror of itself */
static Model *model_half_symmetric(int64_t n, int64_t d, bool first)
{
  Model *m = model_new(23);
  Axis *N = axis(m, "N", n), *D = axis(m, "D", d);
  Index *i = index_(m, N, "i"), *p = index_(m, D, "p"), *q = index_(m, D, "q");
  Symbol *x = given(m, SYM_DATA, "x", DOMAIN_REAL, 2, N, D, NULL), *y = given(m, SYM_DATA, "y", DOMAIN_REAL, 2, N, D, NULL);
  Symbol *z = given(m, SYM_DATA, "z", DOMAIN_REAL, 2, N, D, NULL), *w = touch(m, "w", DOMAIN_REAL, 1, N, NULL, NULL), *twice = first ? x : z;
  const Expr *weight = exp_(m, at1(m, w, i)), *other = exp_(m, mul(m, num(m, -1), at1(m, w, i)));
  define(m, target(m, "both", 2, D, D, NULL), p, q, NULL,
         add(m, sum(m, i, mul(m, weight, mul(m, at2(m, twice, i, p), at2(m, twice, i, q)))), sum(m, i, mul(m, other, mul(m, at2(m, y, i, p), at2(m, first ? z : x, i, q))))));
  return m;
}

static void half_symmetric(void **state)
{
  (void)state;
  for (int64_t d = 2; d <= 40; d += 19) { check_model(model_half_symmetric(700, d, true), 1e-11); check_model(model_half_symmetric(3000, d + 5, false), 1e-11); }
}

/* what is scattered is a product of factors that is itself worth a pass of its own, before the one that scatters: by the places of stored
 * entries, and by labels */
static Model *model_scattered_products(int64_t rows, int64_t columns, int64_t k)
{
  Model *m = model_new(29);
  Axis *V = axis(m, "V", rows), *Y = axis(m, "Y", columns), *K = axis(m, "K", k), *G = axis(m, "G", 3);
  Index *v = index_(m, V, "v"), *y = index_(m, Y, "y"), *p = index_(m, K, "p"), *q = index_(m, K, "q"), *g = index_(m, G, "g");
  Symbol *n = count_data(m, V, Y, 9, true), *a = touch(m, "a", DOMAIN_REAL, 2, V, K, NULL), *z = symbol(m, SYM_DATA, "z", DOMAIN_REAL, 2, Y, V, NULL);
  Symbol *h = given(m, SYM_DATA, "h", DOMAIN_REAL, 2, Y, V, NULL);
  fill(m, z);
  for (int64_t e = 0; e < rows * columns; e++) z->value->data[e] = (double)(1 + random_below(&m->random, 3));
  z->range_known = array_range(z->value, &z->least, &z->greatest, &z->integer);
  const Expr *product = mul(m, at2(m, a, v, p), at2(m, a, v, q)), *stored = expr_cmp(m->pool, C_NE, at2(m, n, v, y), num(m, 0));
  define(m, target(m, "stored", 3, Y, K, K), y, p, q, sum(m, v, mul(m, stored, product)));
  define(m, target(m, "labelled", 3, G, K, K), g, p, q, sum(m, y, sum(m, v, mul(m, expr_cmp(m->pool, C_EQ, ix(m, g), at2(m, z, y, v)), mul(m, at2(m, h, y, v), product)))));
  return m;
}

static void scattered_products(void **state)
{
  (void)state;
  check_model(model_scattered_products(12, 20, 3), 1e-11);
  check_model(model_scattered_products(65, 31, 16), 1e-11);
  check_model(model_scattered_products(66, 150, 12), 1e-11);
}

/* roots of what is below 0 where a factor is 0: no number, times nothing */
static Model *model_roots(int64_t n)
{
  Model *m = model_new(31);
  Axis *N = axis(m, "N", n);
  Index *i = index_(m, N, "i");
  Symbol *x = given(m, SYM_DATA, "x", DOMAIN_REAL, 1, N, NULL, NULL), *c = touch(m, "c", DOMAIN_INTERVAL, 0, NULL, NULL, NULL);
  const Expr *above = expr_cmp(m->pool, C_LT, num(m, 0), at1(m, x, i)), *moved = mul(m, at0(m, c), at1(m, x, i));
  static const int powers[] = { 1, 3 };
  for (int k = 0; k < 2; k++) {
    const Expr *power = expr_rat(m->pool, powers[k], 2), *of_data = expr_pow(m->pool, at1(m, x, i), power), *other = expr_pow(m->pool, moved, power);
    define(m, target(m, "data", 0, NULL, NULL, NULL), NULL, NULL, NULL, sum(m, i, mul(m, above, of_data)));
    define(m, target(m, "moved", 0, NULL, NULL, NULL), NULL, NULL, NULL, sum(m, i, sq(m, sub(m, at0(m, c), mul(m, above, other)))));
  }
  return m;
}

static void roots_below_zero(void **state)
{
  (void)state;
  for (int k = 0; k < ROWS; k++) check_model(model_roots(rows[k]), 1e-12);
}

/* at the edges of sizes: one of an axis, and sparse data without entries */
static Model *model_edges(int64_t rows, int64_t columns)
{
  Model *m = model_new(37);
  Axis *I = axis(m, "I", rows), *J = axis(m, "J", columns);
  Index *i = index_(m, I, "i"), *j = index_(m, J, "j");
  Symbol *n = symbol(m, SYM_DATA, "n", DOMAIN_REAL, 2, I, J, NULL), *b = touch(m, "b", DOMAIN_REAL, 1, J, NULL, NULL);
  n->value = array_new_sparse(rows, columns, 0);
  n->range_known = array_range(n->value, &n->least, &n->greatest, &n->integer);
  m->owned[m->nowned++] = n;
  const Expr *e = exp_(m, at1(m, b, j)), *others = mul(m, sub(m, expr_axis(m->pool, J), num(m, 1)), add(m, e, mul(m, expr_axis(m->pool, I), e)));
  define(m, target(m, "less", 2, I, J, NULL), i, j, NULL, sub(m, at1(m, b, j), at2(m, n, i, j)));
  define(m, target(m, "all", 0, NULL, NULL, NULL), NULL, NULL, NULL, sum(m, i, sum(m, j, sub(m, at1(m, b, j), at2(m, n, i, j)))));
  define(m, target(m, "logs", 1, J, NULL, NULL), j, NULL, NULL, log_(m, add(m, e, others)));
  return m;
}

static void edges(void **state)
{
  (void)state;
  for (int64_t r = 1; r < 4; r += 2) for (int64_t c = 1; c < 4; c++) check_model(model_edges(r, c), 1e-12);
}

/* ---- the shape of programs --------------------------------------------------------------------------------------------------- */

static const Program *compile(Model *m)
{
  DiagList diags = { .arena = m->arena };
  const Program *p = code_compile(m->pool, &m->list, NULL, &diags);
  if (!p) fail_msg("%s", diags.first->text);
  return p;
}

static int passes(const Program *p) { int n = 0; for (int k = 0; k < p->nsection; k++) n += p->section[k].kind == SECTION_PASS; return n; }
static int count(const Program *p, Opcode op)
{
  int n = 0;
  for (int k = 0; k < p->nsection; k++) for (int j = 0; j < p->section[k].ninstr; j++) n += p->section[k].instr[j].op == op;
  return n;
}

/* nothing of data x components is kept: whole registers stay below `limit` elements */
static void assert_lean(const Program *p, int64_t limit)
{
  for (int r = 1; r < p->nreg; r++) if (p->reg[r].kind == REG_WHOLE) assert_true(p->reg[r].count <= limit);
}

static void one_pass_for_each(void **state)
{
  (void)state;
  Model *m = model_kmeans(20000, 8, 16);
  const Program *p = compile(m);
  assert_int_equal(passes(p), 1);
  assert_int_equal(count(p, OP_NEAREST), 1);
  assert_int_equal(count(p, OP_SQDIST) + count(p, OP_ARGMIN), 0);
  assert_int_equal(count(p, OP_LEAST), 0);
  assert_int_equal(count(p, OP_SCATTER_ADD), 2);
  assert_lean(p, 16 * 8);
  model_free(m);

  m = model_gmm(20000, 4, 8);
  p = compile(m);
  assert_int_equal(passes(p), 1);
  assert_int_equal(count(p, OP_SOFTMAX), 1);
  assert_int_equal(count(p, OP_CHOLESKY), 1);
  assert_lean(p, 8 * 4 * 4);
  model_free(m);

  m = model_student(20000, 8);
  p = compile(m);
  assert_int_equal(passes(p), 1);
  assert_int_equal(count(p, OP_SOLVE), 1);
  assert_lean(p, 64);
  model_free(m);

  m = model_plsa(2000, 3000, 10, 4, true);
  p = compile(m);
  assert_int_equal(count(p, OP_ROWS_DOT), 1);
  assert_int_equal(count(p, OP_SCATTER_ADD), 2);
  assert_lean(p, 4 * 3000);
  model_free(m);

  m = model_factors(3000, 2000, 5);
  p = compile(m);
  assert_lean(p, 5 * 3000);
  model_free(m);
}

/* sum{j} b[k,j] * sum{l} a[i,l] b[l,j] by way of K x K, and what the sums over j have in common taken once */
static Model *model_chain(int64_t n, int64_t d, int64_t r)
{
  Model *m = model_new(12);
  Axis *N = axis(m, "N", n), *D = axis(m, "D", d), *K = axis(m, "K", r);
  Index *i = index_(m, N, "i"), *j = index_(m, D, "j"), *k = index_(m, K, "k"), *l = index_(m, K, "l");
  Symbol *v = given(m, SYM_DATA, "v", DOMAIN_REAL, 2, N, D, NULL), *a = touch(m, "a", DOMAIN_REAL, 2, N, K, NULL), *b = touch(m, "b", DOMAIN_REAL, 2, K, D, NULL);
  Symbol *c = touch(m, "c", DOMAIN_REAL, 2, N, K, NULL), *w = touch(m, "w", DOMAIN_REAL, 1, N, NULL, NULL);
  const Expr *ab = sum(m, l, mul(m, at2(m, a, i, l), at2(m, b, l, j)));
  define(m, target(m, "left", 2, N, K, NULL), i, k, NULL, sum(m, j, mul(m, at2(m, b, k, j), ab)));
  define(m, target(m, "both", 2, K, D, NULL), k, j, NULL, add(m, sum(m, i, mul(m, at2(m, v, i, j), at2(m, a, i, k))), sum(m, i, mul(m, at2(m, v, i, j), at2(m, c, i, k)))));
  const Expr *vj = at2(m, v, i, j), *wi = at1(m, w, i);
  define(m, target(m, "common", 1, D, NULL, NULL), j, NULL, NULL, sum(m, i, add(m, add(m, mul(m, vj, wi), mul(m, vj, exp_(m, wi))), vj)));
  return m;
}

/* sums within sums: a quadratic form of all rows of data, by their products taken once; and for each i a sum over the j behind
 * it (risk sets), of which all i together need one */
static Model *model_nested(int64_t n, int64_t d)
{
  Model *m = model_new(14);
  Axis *N = axis(m, "N", n), *D = axis(m, "D", d);
  Index *i = index_(m, N, "i"), *j = index_(m, N, "j"), *a = index_(m, D, "a"), *b = index_(m, D, "b");
  Symbol *x = given(m, SYM_DATA, "x", DOMAIN_REAL, 2, N, D, NULL), *p = touch(m, "p", DOMAIN_REAL, 2, D, D, NULL), *w = touch(m, "w", DOMAIN_REAL, 1, N, NULL, NULL);
  Symbol *t = given(m, SYM_DATA, "t", DOMAIN_REAL, 1, N, NULL, NULL);
  const Expr *inner = sum(m, b, mul(m, at2(m, x, i, b), at2(m, p, a, b)));
  define(m, target(m, "form", 0, NULL, NULL, NULL), NULL, NULL, NULL, sum(m, i, add(m, num(m, 2), sum(m, a, mul(m, at2(m, x, i, a), inner)))));
  const Expr *behind = expr_cmp(m->pool, C_LE, at1(m, t, i), at1(m, t, j)), *xx = mul(m, at2(m, x, j, a), at2(m, x, j, b));
  const Expr *risk = sum(m, j, mul(m, behind, mul(m, xx, exp_(m, at1(m, w, j)))));
  const Expr *mean = sum(m, j, mul(m, behind, mul(m, at2(m, x, j, a), at1(m, w, j))));
  define(m, target(m, "risks", 2, D, D, NULL), a, b, NULL, sum(m, i, sub(m, mul(m, at1(m, w, i), risk), mul(m, mean, at2(m, x, i, b)))));
  return m;
}

static void sums_within_sums(void **state)
{
  (void)state;
  check_model(model_nested(90, 4), 1e-11);
  check_model(model_nested(400, 6), 1e-11);
  Model *m = model_nested(3000, 20);
  const Program *p = compile(m);
  for (int n = 0; n < p->nsection; n++)
    for (int k = 0; k < p->section[n].ninstr; k++) {
      const Instr *i = &p->section[n].instr[k];
      double size = p->section[n].kind == SECTION_PASS ? (double)(p->section[n].hi - p->section[n].lo) : 1;
      for (int q = 0; q < i->space.naxes - i->space.tiled; q++) size *= (double)i->space.size[q];
      assert_true(size <= 3000. * 3000 * 20);                                        /* never N x N x D x D */
    }
  int grams = 0, pairs = 0;
  for (int n = 0; n < p->nsection; n++)
    for (int k = 0; k < p->section[n].ninstr; k++) {
      const Instr *i = &p->section[n].instr[k];
      grams += p->section[n].once && i->op == OP_CONTRACT && i->space.naxes == 3 && i->space.size[0] == 20 && i->space.size[1] == 20;
      pairs += op_info[i->op].class_ == CLASS_MAP && i->space.naxes == 3;
    }
  assert_int_equal(grams, 1);
  assert_int_equal(pairs, 0);                                                          /* weights stay with rows, not with pairs of columns */
  model_free(m);
}

static void orders_of_products(void **state)
{
  (void)state;
  check_model(model_chain(70, 90, 4), 1e-11);
  check_model(model_chain(300, 40, 7), 1e-11);
  Model *m = model_chain(3000, 2000, 5);
  const Program *p = compile(m);
  for (int n = 0; n < p->nsection; n++)
    for (int j = 0; j < p->section[n].ninstr; j++) {
      const Instr *i = &p->section[n].instr[j];
      double size = p->section[n].kind == SECTION_PASS ? (double)(p->section[n].hi - p->section[n].lo) : 1;
      for (int q = 0; q < i->space.naxes - i->space.tiled; q++) size *= (double)i->space.size[q];
      if (op_info[i->op].class_ == CLASS_MAP) assert_true(size < 100000);          /* nothing element by element over the data */
      bool data = false;
      for (int q = 0; q < PROGRAM_MAX_SRC; q++) data |= i->src[q].reg && p->reg[i->src[q].reg].kind == REG_INPUT && p->reg[i->src[q].reg].count == 3000 * 2000;
      assert_true(data || size < 500000);                                             /* and no product over it but those of data */
      assert_false(i->op == OP_COPY && data);                                         /* rows that BLAS reads are not turned before */
      if (i->op == OP_CONTRACT && data && i->space.tiled) assert_true(p->section[n].tile >= 64);
    }
  assert_int_equal(passes(p) <= 4, 1);
  model_free(m);
}

/* second derivatives by the coefficients of a linear form, branch by branch: what the branches have in common stands outside, and
 * the sum is a weighted product of the data with themselves */
static Model *model_branches(int64_t n, int64_t d)
{
  Model *m = model_new(13);
  Axis *N = axis(m, "N", n), *D = axis(m, "D", d);
  Index *i = index_(m, N, "i"), *j = index_(m, D, "j"), *l = index_(m, D, "l");
  Symbol *x = given(m, SYM_DATA, "x", DOMAIN_REAL, 2, N, D, NULL), *w = touch(m, "w", DOMAIN_REAL, 1, N, NULL, NULL);
  const Expr *wi = at1(m, w, i), *xj = at2(m, x, i, j), *xl = at2(m, x, i, l), *above = expr_cmp(m->pool, C_LT, num(m, 0), wi), *e = exp_(m, wi);
  const Expr *first = expr_if(m->pool, above, mul(m, xj, wi), expr_if(m->pool, expr_cmp(m->pool, C_LT, num(m, -1), wi), num(m, 0), mul(m, xj, e)));
  const Expr *other = expr_if(m->pool, above, mul(m, xl, wi), expr_if(m->pool, expr_cmp(m->pool, C_LT, num(m, -1), wi), num(m, 0), mul(m, xl, e)));
  const Expr *second = expr_if(m->pool, above, mul(m, xj, xl), sub(m, mul(m, mul(m, xj, xl), e), mul(m, mul(m, xj, xl), wi)));
  define(m, target(m, "slope", 1, D, NULL, NULL), j, NULL, NULL, sum(m, i, first));
  define(m, target(m, "curve", 2, D, D, NULL), j, l, NULL, sum(m, i, add(m, mul(m, first, other), mul(m, second, e))));
  return m;
}

static void common_factors(void **state)
{
  (void)state;
  check_model(model_branches(300, 5), 1e-11);
  check_model(model_branches(70, 26), 1e-11);
  Model *m = model_branches(20000, 30);
  const Program *p = compile(m);
  int products = 0;
  for (int n = 0; n < p->nsection; n++)
    for (int k = 0; k < p->section[n].ninstr && p->section[n].kind == SECTION_PASS; k++) {
      const Instr *i = &p->section[n].instr[k];
      if (op_info[i->op].class_ == CLASS_MAP) assert_int_equal(i->space.naxes, 1);      /* nothing for each column, let alone pair */
      products += i->op == OP_CONTRACT && i->space.naxes == 3;
    }
  assert_int_equal(products, 1);
  assert_int_equal(passes(p), 1);
  model_free(m);
}

/* logarithms of data leave the iteration; one number a row of D is kept, never one for each element of long data */
static Model *model_hoisted(int64_t n, int64_t d)
{
  Model *m = model_new(11);
  Axis *N = axis(m, "N", n), *D = axis(m, "D", d), *K = axis(m, "K", 3);
  Index *i = index_(m, N, "i"), *j = index_(m, D, "d"), *k = index_(m, K, "k");
  Symbol *x = given(m, SYM_DATA, "x", DOMAIN_INTERVAL, 2, N, D, NULL), *c = touch(m, "c", DOMAIN_INTERVAL, 1, K, NULL, NULL);
  Symbol *loss = target(m, "loss", 1, K, NULL, NULL), *all = target(m, "all", 0, NULL, NULL, NULL);
  const Expr *logs = sum(m, j, log_(m, at2(m, x, i, j)));
  define(m, loss, k, NULL, NULL, sum(m, i, exp_(m, mul(m, at1(m, c, k), mul(m, num(m, 0.01), logs)))));
  define(m, all, NULL, NULL, NULL, sum(m, i, logs));
  return m;
}

static void data_alone(void **state)
{
  (void)state;
  check_model(model_hoisted(700, 5), 1e-11);
  check_model(model_hoisted(1500, 1), 1e-11);
  Model *m = model_hoisted(20000, 8);
  const Program *p = compile(m);
  int once = 0;
  for (int n = 0; n < p->nsection; n++) {
    const Section *s = &p->section[n];
    for (int j = 0; j < s->ninstr; j++) {
      bool is_log = s->instr[j].op == OP_CALL && s->instr[j].kernel == program_kernel("log");
      assert_true(s->once || !is_log);
      once += is_log;
    }
  }
  assert_int_equal(once, 1);
  assert_lean(p, 20000);
  for (int n = 0; n < p->nsection; n++)                           /* what is no result of this run is no output of it */
    for (int j = 0; p->section[n].once && j < p->section[n].ninstr; j++) assert_int_equal(p->reg[p->section[n].instr[j].dst[0].reg].slot, -1);
  model_free(m);
}

/* ---- the log domain ------------------------------------------------------------------------------------------------------------ */

static void far_tails(void **state)
{
  (void)state;
  Model *m = model_new(8);
  Axis *N = axis(m, "N", 200), *K = axis(m, "K", 3);
  Index *i = index_(m, N, "i"), *k = index_(m, K, "k"), *l = index_(m, K, "l");
  Symbol *x = given(m, SYM_DATA, "x", DOMAIN_REAL, 1, N, NULL, NULL), *w = touch(m, "w", DOMAIN_SIMPLEX, 1, K, NULL, NULL), *mu = touch(m, "mu", DOMAIN_REAL, 1, K, NULL, NULL);
  for (int j = 0; j < 200; j++) x->value->data[j] = 1e4 * (j - 100);
  w->twin->value->data[0] += w->twin->value->data[2];
  w->twin->value->data[2] = 0;                                    /* a component without weight: log 0, weight 0 */
  const Expr *half = expr_rat(m->pool, -1, 2);
  const Expr *term = mul(m, at1(m, w, k), exp_(m, mul(m, half, sq(m, sub(m, at1(m, x, i), at1(m, mu, k))))));
  const Expr *all = sum(m, k, term), *r = quo(m, term, all);
  Symbol *loss = target(m, "loss", 0, NULL, NULL, NULL), *n = target(m, "n", 1, K, NULL, NULL), *nn = target(m, "nn", 2, K, K, NULL);
  define(m, loss, NULL, NULL, NULL, expr_neg(m->pool, sum(m, i, log_(m, all))));
  define(m, n, k, NULL, NULL, sum(m, i, r));
  const Expr *other = expr_subst_index(m->pool, r, k, ix(m, l));
  define(m, nn, k, l, NULL, sum(m, i, mul(m, r, other)));
  for (int small = 0; small < 2; small++) {
    Run run = run_list(m->pool, &m->list, small ? -1 : 0, two);
    assert_non_null(run.program);
    assert_int_equal(count(run.program, OP_SOFTMAX), 1);
    double want = 0, total = 0, pairs = 0;
    for (int j = 0; j < 200; j++) {
      double best = INFINITY;
      for (int c = 0; c < 2; c++) {
        double d = x->value->data[j] - mu->twin->value->data[c], q = 0.5 * d * d - log(w->twin->value->data[c]);
        if (q < best) best = q;
      }
      want += best;                                               /* the other terms are far below, except near 0 */
    }
    assert_true(fabs(run.result[0]->data[0] - want) < 1e-9 * want);
    for (int c = 0; c < 3; c++) total += run.result[1]->data[c];
    for (int c = 0; c < 9; c++) pairs += run.result[2]->data[c];
    if (!(fabs(total - 200) < 1e-9 && fabs(pairs - 200) < 1e-9)) { print_program(run.program); fail_msg("%.17g %.17g", total, pairs); }
    assert_true(run.result[1]->data[2] == 0);
    run_free(&run);
  }
  model_free(m);
}

static void long_products(void **state)
{
  (void)state;
  Model *m = model_new(9);
  Axis *N = axis(m, "N", 150), *D = axis(m, "D", 900), *K = axis(m, "K", 4);
  Index *i = index_(m, N, "i"), *d = index_(m, D, "d"), *k = index_(m, K, "k");
  Symbol *x = given(m, SYM_DATA, "x", DOMAIN_INTERVAL, 2, N, D, NULL), *p = touch(m, "p", DOMAIN_INTERVAL, 2, K, D, NULL), *w = touch(m, "w", DOMAIN_SIMPLEX, 1, K, NULL, NULL);
  for (int64_t j = 0; j < 150 * 900; j++) x->value->data[j] = (double)random_below(&m->random, 2);
  x->range_known = array_range(x->value, &x->least, &x->greatest, &x->integer);
  for (int64_t j = 0; j < 4 * 900; j++) p->twin->value->data[j] = 0.2 + 0.6 * random_uniform(&m->random);
  p->domain.hi = p->twin->domain.hi = 1;
  const Expr *pk = at2(m, p, k, d), *xi = at2(m, x, i, d), *one_ = num(m, 1);
  const Expr *term = mul(m, expr_pow(m->pool, pk, xi), expr_pow(m->pool, sub(m, one_, pk), sub(m, one_, xi)));
  const Expr *all = sum(m, k, mul(m, at1(m, w, k), reduce(m, R_PROD, d, term)));
  Symbol *loss = target(m, "loss", 0, NULL, NULL, NULL);
  define(m, loss, NULL, NULL, NULL, sum(m, i, log_(m, all)));
  Run run = run_list(m->pool, &m->list, 0, two);
  assert_non_null(run.program);
  double want = 0;
  for (int64_t a = 0; a < 150; a++) {
    double t[4], top = -INFINITY, s = 0;
    for (int c = 0; c < 4; c++) {
      t[c] = log(w->twin->value->data[c]);
      for (int64_t b = 0; b < 900; b++) { double q = p->twin->value->data[c * 900 + b]; t[c] += x->value->data[a * 900 + b] != 0 ? log(q) : log1p(-q); }
      if (t[c] > top) top = t[c];
    }
    for (int c = 0; c < 4; c++) s += exp(t[c] - top);
    want += top + log(s);
  }
  assert_true(fabs(run.result[0]->data[0] - want) < 1e-10 * fabs(want));
  if (count(run.program, OP_CONTRACT) < 2) print_program(run.program);
  assert_true(count(run.program, OP_CONTRACT) + 2 * count(run.program, OP_BLEND) >= 2);              /* sums of x * log p, not one power for each triple */
  assert_int_equal(count(run.program, OP_POW), 0);
  run_free(&run);
  model_free(m);
}

static int setup(void **state) { (void)state; one = crew_new(1); two = crew_new(2); return !one || !two; }
static int teardown(void **state) { (void)state; crew_free(one); crew_free(two); return 0; }

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(hard_assignments), cmocka_unit_test(mixtures), cmocka_unit_test(robust_regression), cmocka_unit_test(sparse_counts_and_dense),
    cmocka_unit_test(sparse_mixture), cmocka_unit_test(dense_factors), cmocka_unit_test(all_pairs), cmocka_unit_test(series), cmocka_unit_test(spectra), cmocka_unit_test(half_symmetric), cmocka_unit_test(edges), cmocka_unit_test(roots_below_zero), cmocka_unit_test(scattered_products), cmocka_unit_test(one_pass_for_each), cmocka_unit_test(data_alone), cmocka_unit_test(orders_of_products),
    cmocka_unit_test(far_tails), cmocka_unit_test(long_products), cmocka_unit_test(common_factors), cmocka_unit_test(sums_within_sums)
  };
  return cmocka_run_group_tests(tests, setup, teardown);
}
