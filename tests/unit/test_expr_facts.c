/* Facts: what is claimed of random expressions must hold at random points, on random chords, along random lines; and some
 * things must be known.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/facts.h"
#include "expr_tools.h"

static bool value(World *w, const Expr *e, double *v)
{
  char *error = NULL;
  Array *r = expr_eval(w->pool, e, 0, NULL, NULL, &error);
  if (!r) return false;
  *v = r->data[0];
  array_unref(r);
  return isfinite(*v);
}

/* ---- ranges ------------------------------------------------------------------------------------------------------------ */

static void ranges(void **state)
{
  (void)state;
  World *w = NULL;
  int known = 0, positive = 0, checked = 0;
  for (int k = 0; k < 6000; k++) {
    if (k % 50 == 0) { if (w) world_free(w); w = world_new(300 + (uint64_t)k); }
    const Expr *e = k % 2 ? random_positive(w, 1 + choose(w, 4)) : random_real(w, 1 + choose(w, 4));
    Facts *f = facts_new(w->pool, 0, NULL);
    Range r = facts_range(f, e);
    known += isfinite(r.lo) || isfinite(r.hi);
    positive += facts_is_positive(f, e);
    assert_true(strlen(facts_why_range(f, e)) < 600);
    for (int t = 0; t < 5; t++) {
      double v;
      draw_params(w);
      if (!value(w, e, &v)) continue;
      checked++;
      double slack = 1e-12 * (1 + fabs(v));
      bool in = v >= r.lo - slack && v <= r.hi + slack && (!r.integer || fabs(v - round(v)) < 1e-9);
      if (r.lo == 0 && r.lo_open) in = in && v > -1e-300;
      if (!in) fail_msg("%.17g is not in [%.17g, %.17g]%s: %s\n  %s", v, r.lo, r.hi, r.integer ? " whole" : "", text_of(w, e), facts_why_range(f, e));
    }
  }
  world_free(w);
  print_message("checked %d, bounds known %d, positive %d\n", checked, known, positive);
  assert_true(known > 3000 && positive > 2000);
}

/* ---- curvature ----------------------------------------------------------------------------------------------------------- */

enum { ACTIVE_MAX = WORLD_PARAMS, ENTRIES = 64 };

static int gather(Symbol *const *active, int n, double *out)
{
  int at = 0;
  for (int k = 0; k < n; k++) for (int64_t j = 0; j < array_count(active[k]->value); j++) out[at++] = active[k]->value->data[j];
  return at;
}

static void scatter(Symbol *const *active, int n, const double *a, const double *b, double t)
{
  int at = 0;
  for (int k = 0; k < n; k++) {
    for (int64_t j = 0; j < array_count(active[k]->value); j++, at++) active[k]->value->data[j] = (1 - t) * a[at] + t * b[at];
  }
}

static int check_chords(World *w, const Expr *e, Symbol *const *active, int n, Curvature c, int chords)
{
  double a[ENTRIES], b[ENTRIES], fa, fb, ft;
  int checked = 0;
  for (int k = 0; k < chords; k++) {
    draw_params(w);
    gather(active, n, a);
    for (int j = 0; j < n; j++) draw_value(w, active[j]);
    gather(active, n, b);
    scatter(active, n, a, b, 0);
    if (!value(w, e, &fa)) continue;
    scatter(active, n, a, b, 1);
    if (!value(w, e, &fb)) continue;
    double t = uniform(w, 0.02, 0.98);
    scatter(active, n, a, b, t);
    if (!value(w, e, &ft)) continue;
    double chord = (1 - t) * fa + t * fb, slack = 1e-9 * (1 + fabs(fa) + fabs(fb) + fabs(ft));
    bool ok = true;
    if (c == CURV_CONSTANT) ok = fabs(ft - fa) <= slack && fabs(fb - fa) <= slack;
    if (c == CURV_AFFINE) ok = fabs(ft - chord) <= slack;
    if (c == CURV_CONVEX) ok = ft <= chord + slack;
    if (c == CURV_CONCAVE) ok = ft >= chord - slack;
    if (!ok) {
      fail_msg("claimed %s, but f(a) = %.12g, f(b) = %.12g, t = %g: chord %.12g, f = %.12g\n  %s",
               (const char *[]){ "constant", "affine", "convex", "concave" }[c], fa, fb, t, chord, ft, text_of(w, e));
    }
    checked++;
  }
  return checked;
}

static void curvatures(void **state)
{
  (void)state;
  World *w = NULL;
  int count[5] = { 0 }, checked = 0;
  for (int k = 0; k < 8000; k++) {
    if (k % 50 == 0) { if (w) world_free(w); w = world_new(900 + (uint64_t)k); }
    const Expr *e = choose(w, 2) ? random_positive(w, 1 + choose(w, 3)) : random_real(w, 1 + choose(w, 3));
    Symbol *active[ACTIVE_MAX];
    int n = 0;
    for (int s = 0; s < WORLD_PARAMS; s++) if (expr_has_symbol(e, w->param[s]) && choose(w, 3)) active[n++] = w->param[s];
    Curvature c = facts_curvature(facts_new(w->pool, n, active), e);
    count[c]++;
    if (c != CURV_UNKNOWN && n) checked += check_chords(w, e, active, n, c, c == CURV_CONSTANT ? 1 : 12);
  }
  world_free(w);
  print_message("constant %d, affine %d, convex %d, concave %d, unknown %d; chords %d\n", count[0], count[1], count[2], count[3], count[4], checked);
  assert_true(count[CURV_CONVEX] > 300 && count[CURV_CONCAVE] > 100 && count[CURV_AFFINE] > 300);
}

/* functions of one number in pieces, continuous or not, kinked or not */
static const Expr *piecewise(World *w, const Expr *a, int depth)
{
  Pool *p = w->pool;
  const Expr *two = expr_rat(p, 2, 1), *c = number(w), *size = expr_call1(p, w->abs, a);
  if (depth <= 0) {
    switch (choose(w, 4)) {
    case 0: return size;
    case 1: return expr_pow(p, a, two);
    case 2: return expr_mul(p, number(w), size);
    default: return a;
    }
  }
  switch (choose(w, 8)) {
  case 0: return expr_add(p, piecewise(w, a, depth - 1), piecewise(w, a, depth - 1));
  case 1: return expr_mul(p, expr_rat(p, choose(w, 7) - 3, 2), piecewise(w, a, depth - 1));
  case 2: {                                                          /* Huber, and the like with other constants */
    const Expr *slope = choose(w, 3) ? c : number(w), *shift = expr_mul(p, expr_rat(p, 1, 2), expr_pow(p, choose(w, 3) ? c : number(w), two));
    return expr_if(p, expr_cmp(p, C_LE, size, c), expr_mul(p, expr_rat(p, 1, 2), expr_pow(p, a, two)), expr_sub(p, expr_mul(p, slope, size), shift));
  }
  case 3: {                                                          /* Tukey */
    const Expr *x = expr_sub(p, expr_rat(p, 1, 1), expr_div(p, expr_pow(p, a, two), expr_pow(p, c, two)));
    return expr_if(p, expr_cmp(p, C_LE, size, c), expr_sub(p, expr_rat(p, 1, 1), expr_pow(p, x, expr_rat(p, 3, 1))), expr_rat(p, 1, 1));
  }
  case 4: {                                                          /* max or min with a number, powers of a positive part */
    const Expr *x = expr_sub(p, piecewise(w, a, depth - 1), c), *zero = expr_rat(p, 0, 1);
    return expr_pow(p, expr_if(p, expr_cmp(p, choose(w, 4) ? C_LE : C_LT, zero, x), x, zero), expr_rat(p, 1 + choose(w, 3), 1));
  }
  case 5: return expr_if(p, expr_cmp(p, C_LT, choose(w, 2) ? a : expr_pow(p, a, two), c), piecewise(w, a, depth - 1), piecewise(w, a, depth - 1));
  case 6: return expr_call1(p, w->log, expr_add(p, c, expr_pow(p, a, two)));
  default: return expr_pow(p, expr_add(p, c, expr_pow(p, a, two)), expr_rat(p, 1, 2));
  }
}

static void pieces(void **state)
{
  (void)state;
  World *w = NULL;
  int count[5] = { 0 };
  for (int k = 0; k < 3000; k++) {
    if (k % 50 == 0) { if (w) world_free(w); w = world_new(2500 + (uint64_t)k); }
    Symbol *active = k % 3 ? w->a : w->u;                            /* on all numbers, or as a function of s = a^2 in (0, 1) */
    const Expr *a = expr_access(w->pool, active, NULL);
    if (k % 3 == 0) a = expr_pow(w->pool, a, expr_rat(w->pool, 1, 2));
    const Expr *e = piecewise(w, a, 1 + choose(w, 3));
    Curvature c = facts_curvature(facts_new(w->pool, 1, &active), e);
    count[c]++;
    if (c != CURV_UNKNOWN) check_chords(w, e, &active, 1, c, 60);
  }
  world_free(w);
  print_message("affine %d, convex %d, concave %d, unknown %d\n", count[1], count[2], count[3], count[4]);
  assert_true(count[CURV_CONVEX] > 500 && count[CURV_CONCAVE] > 300);
}

/* ---- degree ---------------------------------------------------------------------------------------------------------------- */

/* the differences of order d + 1 of a polynomial of degree d vanish */
static void degrees(void **state)
{
  (void)state;
  World *w = NULL;
  int polynomials = 0;
  for (int k = 0; k < 4000; k++) {
    if (k % 50 == 0) { if (w) world_free(w); w = world_new(1700 + (uint64_t)k); }
    const Expr *e = random_real(w, 1 + choose(w, 3));
    Facts *f = facts_new(w->pool, 0, NULL);
    for (int s = 0; s < WORLD_PARAMS; s++) {
      Symbol *p = w->param[s];
      int d = facts_degree(f, e, p);
      if (!expr_has_symbol(e, p)) { assert_int_equal(d, 0); continue; }
      if (d < 0 || d > 6) continue;
      double a[ENTRIES], b[ENTRIES], v, sum = 0, size = 1, binomial = 1;
      draw_params(w);
      gather(&p, 1, a);
      draw_value(w, p);
      gather(&p, 1, b);
      bool fine = true;
      for (int j = 0; j <= d + 1; j++) {
        scatter(&p, 1, a, b, j / (d + 1.));
        fine = fine && value(w, e, &v);
        sum += (j % 2 ? -1 : 1) * binomial * v;
        size += binomial * fabs(v);
        binomial = binomial * (d + 1 - j) / (j + 1);
      }
      if (!fine) continue;
      if (fabs(sum) > 1e-9 * size) fail_msg("degree %d in %s: difference %g of %g: %s", d, p->name->text, sum, size, text_of(w, e));
      polynomials++;
    }
  }
  world_free(w);
  print_message("polynomials %d\n", polynomials);
  assert_true(polynomials > 2000);
}

/* ---- what must be known ------------------------------------------------------------------------------------------------------ */

typedef struct Place { World *w; Pool *p; Index *i, *j, *d, *e; const Expr *xi, *xj, *xd, *xe, *a, *u; } Place;

static Place place(void)
{
  World *w = world_new(4);
  Pool *p = w->pool;
  Place q = { .w = w, .p = p, .i = index_new(p, name_of("i"), w->I), .j = index_new(p, name_of("j"), w->J),
              .d = index_new(p, name_of("d"), w->D), .e = index_new(p, name_of("e"), w->D) };
  q.xi = expr_index(p, q.i); q.xj = expr_index(p, q.j); q.xd = expr_index(p, q.d); q.xe = expr_index(p, q.e);
  q.a = expr_access(p, w->a, NULL);
  q.u = expr_access(p, w->u, NULL);
  return q;
}

static const Expr *at(Place *q, Symbol *s, const Expr *k) { return expr_access(q->p, s, &k); }

static const Expr *at2(Place *q, Symbol *s, const Expr *k, const Expr *l)
{
  const Expr *idx[2] = { k, l };
  return expr_access(q->p, s, idx);
}

static const Expr *inverse(Place *q, Symbol *s, const Expr *row, const Expr *column)
{
  Index *r = index_new(q->p, name_of("r"), q->w->D), *c = index_new(q->p, name_of("s"), q->w->D);
  const Expr *element[2] = { row, column };
  return expr_matrix(q->p, MAT_INV, 1, &r, &c, at2(q, s, expr_index(q->p, r), expr_index(q->p, c)), NULL, element);
}

static const Expr *num(Place *q, int64_t v) { return expr_rat(q->p, v, 1); }

static void known_ranges(void **state)
{
  (void)state;
  Place q = place();
  World *w = q.w;
  Pool *p = q.p;
  Facts *f = facts_new(p, 0, NULL);
  const Expr *wj = at(&q, w->w, q.xj), *sj = at(&q, w->s, q.xj), *square = expr_pow(p, q.a, num(&q, 2));
  Range r = facts_range(f, expr_sum(p, q.j, wj));
  assert_true(r.lo == 1 && r.hi == 1);
  r = facts_range(f, expr_sub(p, num(&q, 1), wj));
  assert_true(r.lo == 0 && !r.lo_open && r.hi == 1);
  r = facts_range(f, expr_sub(p, num(&q, 1), q.u));
  assert_true(r.lo == 0 && r.lo_open && r.hi == 1 && r.hi_open);
  assert_true(facts_is_positive(f, expr_sum(p, q.j, sj)));
  assert_true(facts_is_positive(f, expr_add(p, sj, square)));
  assert_true(facts_is_nonnegative(f, square) && !facts_is_positive(f, square));
  assert_true(facts_is_nonnegative(f, expr_mul(p, q.a, q.a)));
  assert_true(facts_is_positive(f, expr_call1(p, w->exp, q.a)));
  assert_true(facts_is_nonnegative(f, at2(&q, w->n, q.xi, q.xj)) && facts_range(f, at2(&q, w->n, q.xi, q.xj)).integer);
  assert_int_equal(facts_sign(f, expr_call1(p, w->log, q.u)), -1);
  assert_int_equal(facts_sign(f, expr_call1(p, w->log, expr_add(p, num(&q, 1), square))), 1);
  assert_int_equal(facts_sign(f, expr_call1(p, w->log, wj)), -1);
  assert_true(facts_is_positive(f, at2(&q, w->S, q.xd, q.xd)) && !facts_is_nonnegative(f, at2(&q, w->S, q.xd, q.xe)));
  assert_true(facts_is_positive(f, expr_touch(p, sj)));

  /* sum{j} phi[j | z[…]] is 1 for a fixed z, and nothing of the kind where the condition moves along */
  Axis *axes[2] = { w->J, w->J };
  Symbol *phi = symbol_new(p, SYM_PARAM, name_of("phi"), 2, axes), *label = symbol_new(p, SYM_DATA, name_of("label"), 1, axes);
  phi->domain.kind = DOMAIN_SIMPLEX;
  phi->domain.axes = 1;
  phi->domain.lo = 0;
  phi->domain.hi = 1;
  const Expr *fixed[2] = { q.xj, num(&q, 2) }, *moving[2] = { q.xj, at(&q, label, q.xj) };
  r = facts_range(f, expr_sum(p, q.j, expr_access(p, phi, fixed)));
  assert_true(r.lo == 1 && r.hi == 1);
  r = facts_range(f, expr_sum(p, q.j, expr_access(p, phi, moving)));
  assert_true(r.lo == 0 && r.hi == 3);
  r = facts_range(f, expr_sum(p, q.j, expr_mul(p, expr_access(p, phi, moving), expr_call1(p, w->logistic, at(&q, w->b, q.xj)))));
  assert_true(r.hi > 2.9);

  /* a mean of values in (0, 1), a share, a softmax weight */
  r = facts_range(f, expr_sum(p, q.j, expr_mul(p, wj, expr_call1(p, w->logistic, at(&q, w->b, q.xj)))));
  assert_true(r.lo >= 0 && r.hi < 1 + 1e-12);
  const Expr *soft = expr_mul(p, wj, expr_call1(p, w->exp, at2(&q, w->c, q.xj, q.xd)));
  r = facts_range(f, expr_div(p, soft, expr_sum(p, q.j, soft)));
  assert_true(r.lo == 0 && r.hi == 1);
  r = facts_range(f, expr_div(p, sj, expr_add(p, sj, square)));
  assert_true(r.lo == 0 && r.hi == 1);

  /* Mahalanobis distances; not with a matrix of unknown sign */
  const Expr *vd = expr_sub(p, at2(&q, w->x, q.xi, q.xd), at2(&q, w->c, q.xj, q.xd)), *ve = expr_subst_index(p, vd, q.d, q.xe);
  Index *de[2] = { q.d, q.e };
  const Expr *factor[3] = { vd, inverse(&q, w->S, q.xd, q.xe), ve };
  const Expr *form = expr_sum_n(p, 2, de, expr_mul_n(p, 3, factor));
  assert_true(facts_is_nonnegative(f, form));
  assert_string_equal(facts_why_range(f, form), "a quadratic form with a positive definite matrix >= 0");
  assert_true(facts_is_nonnegative(f, expr_sum(p, q.i, expr_sum(p, q.j, form))));
  factor[1] = at2(&q, w->x, q.xd, q.xe);
  assert_false(facts_is_nonnegative(f, expr_sum_n(p, 2, de, expr_mul_n(p, 3, factor))));
  assert_string_equal(facts_why_range(f, expr_mul(p, at2(&q, w->n, q.xi, q.xj), wj)), "n >= 0 (data: least value 0), w >= 0 (simplex)");
  world_free(w);
}

static void known_curvatures(void **state)
{
  (void)state;
  Place q = place();
  World *w = q.w;
  Pool *p = q.p;
  Facts *f = facts_new(p, WORLD_PARAMS, w->param);
  const Expr *two = num(&q, 2), *half = expr_rat(p, 1, 2), *sj = at(&q, w->s, q.xj), *wj = at(&q, w->w, q.xj), *bj = at(&q, w->b, q.xj);
  const Expr *square = expr_pow(p, q.a, two), *one = num(&q, 1);
  const struct { const Expr *e; Curvature c; } known[] = {
    { expr_mul(p, num(&q, -3), bj), CURV_AFFINE },
    { expr_sum(p, q.j, expr_mul(p, at2(&q, w->n, q.xi, q.xj), bj)), CURV_AFFINE },
    { square, CURV_CONVEX },
    { expr_call1(p, w->log, sj), CURV_CONCAVE },
    { expr_neg(p, expr_call1(p, w->log, expr_sum(p, q.j, expr_mul(p, at2(&q, w->n, q.xi, q.xj), sj)))), CURV_CONVEX },
    { expr_call1(p, w->exp, square), CURV_CONVEX },
    { expr_call1(p, w->softplus, bj), CURV_CONVEX },
    { expr_call1(p, w->abs, expr_sub(p, bj, q.a)), CURV_CONVEX },
    { expr_pow(p, sj, half), CURV_CONCAVE },
    { expr_div(p, one, sj), CURV_CONVEX },
    { expr_div(p, square, sj), CURV_CONVEX },                                            /* jointly */
    { expr_div(p, expr_sum(p, q.d, expr_pow(p, at2(&q, w->c, q.xj, q.xd), two)), sj), CURV_CONVEX },
    { expr_mul(p, sj, bj), CURV_UNKNOWN },
    { expr_pow(p, expr_sum(p, q.d, expr_pow(p, at2(&q, w->c, q.xj, q.xd), two)), half), CURV_CONVEX },      /* a norm */
    { expr_call1(p, w->log, expr_sum(p, q.j, expr_mul(p, at2(&q, w->n, q.xi, q.xj), expr_call1(p, w->exp, bj)))), CURV_CONVEX },   /* log-sum-exp */
    { expr_reduce(p, R_MAX, q.j, expr_pow(p, bj, two), NULL, NULL, NULL), CURV_CONVEX },
    { expr_reduce(p, R_MIN, q.j, bj, NULL, NULL, NULL), CURV_CONCAVE },
    { expr_reduce(p, R_MIN, q.j, expr_pow(p, bj, two), NULL, NULL, NULL), CURV_UNKNOWN },
    { expr_mul(p, wj, expr_call1(p, w->log, wj)), CURV_CONVEX },
    { expr_mul(p, expr_pow(p, at(&q, w->s, one), half), expr_pow(p, at(&q, w->s, two), half)), CURV_CONCAVE },   /* geometric mean */
    { expr_sub(p, expr_call1(p, w->softplus, q.a), expr_mul(p, half, q.a)), CURV_CONVEX },
    { expr_call1(p, w->tanh, q.a), CURV_UNKNOWN },
    { expr_call1(p, w->tanh, sj), CURV_CONCAVE },
    { expr_call1(p, w->log, expr_add(p, one, square)), CURV_UNKNOWN },
    { expr_if(p, expr_cmp(p, C_LT, q.a, bj), bj, q.a), CURV_CONVEX },                      /* max(a, b) */
    { expr_touch(p, expr_mul(p, sj, bj)), CURV_CONSTANT },
    { expr_mul(p, expr_touch(p, sj), bj), CURV_AFFINE },
  };
  for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
    Curvature c = facts_curvature(f, known[k].e);
    if (c != known[k].c) fail_msg("curvature %d, wanted %d: %s", c, known[k].c, text_of(w, known[k].e));
  }
  /* robust losses, in a and in a^2 = u: t = sqrt(u) below */
  const Expr *root = expr_pow(p, q.u, half), *c = expr_rat(p, 1, 2);
  for (int k = 0; k < 2; k++) {
    const Expr *x = k ? root : q.a, *size = expr_call1(p, w->abs, x), *inside = expr_cmp(p, C_LE, size, c), *xx = expr_pow(p, x, two), *zero = num(&q, 0);
    const Expr *huber = expr_if(p, inside, expr_mul(p, half, xx), expr_sub(p, expr_mul(p, c, size), expr_rat(p, 1, 8)));
    const Expr *over = expr_sub(p, size, c), *excess = expr_if(p, expr_cmp(p, C_LE, zero, over), over, zero);
    const Expr *huber2 = expr_sub(p, expr_mul(p, half, xx), expr_mul(p, half, expr_pow(p, excess, two)));
    const Expr *tukey = expr_if(p, inside, expr_sub(p, one, expr_pow(p, expr_sub(p, one, expr_mul(p, num(&q, 4), xx)), num(&q, 3))), one);
    const Expr *hinge = expr_if(p, expr_cmp(p, C_LE, x, one), expr_sub(p, one, x), zero), *capped = expr_if(p, expr_cmp(p, C_LT, xx, c), xx, c);
    assert_int_equal(facts_curvature(f, huber), k ? CURV_CONCAVE : CURV_CONVEX);
    assert_int_equal(facts_curvature(f, huber2), k ? CURV_CONCAVE : CURV_CONVEX);
    assert_int_equal(facts_curvature(f, tukey), k ? CURV_CONCAVE : CURV_UNKNOWN);
    assert_int_equal(facts_curvature(f, capped), k ? CURV_CONCAVE : CURV_UNKNOWN);
    if (!k) assert_int_equal(facts_curvature(f, hinge), CURV_CONVEX);
  }

  /* matrices */
  Index *r = index_new(p, name_of("r"), w->D), *s = index_new(p, name_of("s"), w->D);
  const Expr *body = at2(&q, w->S, expr_index(p, r), expr_index(p, s));
  assert_int_equal(facts_curvature(f, expr_neg(p, expr_matrix(p, MAT_LOGDET, 1, &r, &s, body, NULL, NULL))), CURV_CONVEX);
  assert_int_equal(facts_curvature(f, inverse(&q, w->S, q.xd, q.xd)), CURV_CONVEX);
  const Expr *vd = expr_sub(p, at2(&q, w->x, q.xi, q.xd), at2(&q, w->c, q.xj, q.xd)), *ve = expr_subst_index(p, vd, q.d, q.xe);
  const Expr *factor[3] = { vd, inverse(&q, w->S, q.xd, q.xe), ve };
  Index *de[2] = { q.d, q.e };
  const Expr *form = expr_sum_n(p, 2, de, expr_mul_n(p, 3, factor));
  assert_int_equal(facts_curvature(f, form), CURV_CONVEX);
  Facts *only_c = facts_new(p, 1, &w->c), *only_s = facts_new(p, 1, &w->s);
  assert_int_equal(facts_curvature(only_c, form), CURV_CONVEX);
  assert_int_equal(facts_curvature(only_s, form), CURV_CONSTANT);
  assert_int_equal(facts_curvature(only_s, expr_mul(p, sj, bj)), CURV_AFFINE);
  assert_int_equal(facts_degree(f, form, w->c), 2);
  assert_int_equal(facts_degree(f, form, w->S), -1);
  world_free(w);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(known_ranges), cmocka_unit_test(known_curvatures), cmocka_unit_test(ranges), cmocka_unit_test(curvatures),
    cmocka_unit_test(pieces),    cmocka_unit_test(degrees),
  };
  return RUN_TESTS(tests);
}
