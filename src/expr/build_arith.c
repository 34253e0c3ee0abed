/* build_arith.c: sums, products and powers in canonical form (what that is: build.c).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/internal.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

const Expr *base_of(const Expr *e, const Expr **exponent)
{
  if (e->kind != X_POW) { *exponent = NULL; return e; }
  *exponent = e->arg[1];
  return e->arg[0];
}

static const Expr *raw(Pool *pool, ExprKind kind, int n, const Expr *const *args)
{
  Expr proto = node_proto(kind, n, args);
  return node_make(pool, &proto);
}

Number split_number(Pool *pool, const Expr *e, const Expr **rest)
{
  if (e->kind == X_NUM) { *rest = pool->one; return e->u.num; }
  *rest = e;
  if (e->kind != X_MUL || e->arg[0]->kind != X_NUM) return pool->one->u.num;
  *rest = e->nargs == 2 ? e->arg[1] : raw(pool, X_MUL, e->nargs - 1, e->arg + 1);
  return e->arg[0]->u.num;
}

static bool term_is_negative(const Expr *t)
{
  if (t->kind == X_MUL) t = t->arg[0];
  return t->kind == X_NUM && t->u.num.value < 0;
}

bool leads_negative(const Expr *e) { return e->kind == X_ADD && term_is_negative(e->arg[0]); }

/* number * rest, where rest is neither a number nor has a numeric factor, and is no sum if the number is -1 */
static const Expr *attach(Pool *pool, Number c, const Expr *rest)
{
  if (number_is(c, 1)) return rest;
  List args;
  list_init(&args);
  list_push(&args, num_of(pool, c));
  if (rest->kind == X_MUL) for (int j = 0; j < rest->nargs; j++) list_push(&args, rest->arg[j]);
  else list_push(&args, rest);
  const Expr *e = raw(pool, X_MUL, args.len, args.data);
  list_free(&args);
  return e;
}

/* ---- sums ---------------------------------------------------------------------------------------------------- */

typedef struct Summand { const Expr *rest; Number coef; int place; } Summand;
typedef struct Summands { Summand *data; int len, cap; Summand inside[24]; Number constant; } Summands;

static void summand_push(Summands *s, const Expr *rest, Number coef)
{
  if (s->len == s->cap) {
    Summand *big = malloc(2 * (size_t)s->cap * sizeof *big);
    if (!big) abort();
    for (int j = 0; j < s->len; j++) big[j] = s->data[j];
    if (s->data != s->inside) free(s->data);
    s->data = big;
    s->cap *= 2;
  }
  s->data[s->len] = (Summand){ rest, coef, s->len };
  s->len++;
}

static void summands_gather(Pool *pool, Summands *s, Number scale, const Expr *e)
{
  if (e->kind == X_ADD) {
    for (int j = 0; j < e->nargs; j++) summands_gather(pool, s, scale, e->arg[j]);
    return;
  }
  const Expr *rest;
  Number c = number_mul(scale, split_number(pool, e, &rest));
  if (rest == pool->one) s->constant = number_add(s->constant, c);
  else if (rest->kind == X_ADD) summands_gather(pool, s, c, rest);
  else summand_push(s, rest, c);
}

static int compare_summands(const void *a, const void *b)
{
  const Summand *x = a, *y = b;
  int c = expr_compare(x->rest, y->rest);
  return c ? c : x->place - y->place;
}

static const Expr *summands_finish(Pool *pool, Summands *s)
{
  if (s->len > 1) qsort(s->data, (size_t)s->len, sizeof *s->data, compare_summands);
  List terms;
  list_init(&terms);
  if (s->constant.value != 0) list_push(&terms, num_of(pool, s->constant));       /* nan != 0 */
  for (int j = 0; j < s->len;) {
    const Expr *rest = s->data[j].rest;
    Number c = s->data[j++].coef;
    while (j < s->len && s->data[j].rest == rest) c = number_add(c, s->data[j++].coef);
    if (c.value != 0) list_push(&terms, attach(pool, c, rest));
  }
  const Expr *e = terms.len == 0 ? pool->zero : terms.len == 1 ? terms.data[0] : raw(pool, X_ADD, terms.len, terms.data);
  list_free(&terms);
  if (s->data != s->inside) free(s->data);
  return e;
}

static void summands_init(Pool *pool, Summands *s)
{
  s->data = s->inside;
  s->len = 0;
  s->cap = sizeof s->inside / sizeof *s->inside;
  s->constant = pool->zero->u.num;
}

const Expr *expr_add_n(Pool *pool, int n, const Expr *const *args)
{
  const Expr *only = pool->zero;                           /* 2*(a+b) + 0 is 2*(a+b), not 2*a + 2*b */
  int terms = 0;
  for (int j = 0; j < n; j++) if (!expr_is_num(args[j], 0)) { only = args[j]; terms++; }
  if (terms < 2) return only;
  Summands s;
  summands_init(pool, &s);
  for (int j = 0; j < n; j++) summands_gather(pool, &s, pool->one->u.num, args[j]);
  return summands_finish(pool, &s);
}

static const Expr *negated_sum(Pool *pool, const Expr *sum)
{
  Summands s;
  summands_init(pool, &s);
  summands_gather(pool, &s, pool->minus_one->u.num, sum);
  return summands_finish(pool, &s);
}

const Expr *expr_add(Pool *pool, const Expr *a, const Expr *b) { return expr_add_n(pool, 2, (const Expr *const[]){ a, b }); }
const Expr *expr_sub(Pool *pool, const Expr *a, const Expr *b) { return expr_add(pool, a, expr_neg(pool, b)); }
const Expr *expr_neg(Pool *pool, const Expr *e) { return expr_mul(pool, pool->minus_one, e); }

/* ---- products ------------------------------------------------------------------------------------------------ */

typedef struct Product { Number coef; List factors, exponents; } Product;       /* exponents: of the exp factors */

static void product_gather(Pool *pool, Product *p, const Expr *e)
{
  if (e->kind == X_NUM) p->coef = number_mul(p->coef, e->u.num);
  else if (e->kind == X_MUL) for (int j = 0; j < e->nargs; j++) product_gather(pool, p, e->arg[j]);
  else if (is_call(e, pool->exp)) list_push(&p->exponents, e->arg[0]);
  else {
    const Expr *exponent, *base = base_of(e, &exponent);
    if (leads_negative(base) && (!exponent || (exponent->kind == X_NUM && number_is_odd(exponent->u.num)))) {
      base = negated_sum(pool, base);
      p->coef = number_neg(p->coef);
      e = exponent ? expr_pow(pool, base, exponent) : base;
    }
    list_push(&p->factors, e);
  }
}

/* Neighbours of equal base become one power. True if some result may hold numbers or products of its own. */
static bool product_merge(Pool *pool, Product *p)
{
  bool again = false;
  list_sort(&p->factors);
  int n = 0;
  for (int j = 0; j < p->factors.len;) {
    const Expr *exponent, *base = base_of(p->factors.data[j], &exponent), *merged = p->factors.data[j++];
    List sum;
    list_init(&sum);
    list_push(&sum, exponent ? exponent : pool->one);
    while (j < p->factors.len && base_of(p->factors.data[j], &exponent) == base) {
      list_push(&sum, exponent ? exponent : pool->one);
      j++;
    }
    if (sum.len > 1) {
      merged = expr_pow(pool, base, expr_add_n(pool, sum.len, sum.data));
      if (base_of(merged, &exponent) != base || base->kind == X_NUM || base->kind == X_MUL) again = true;
    }
    list_free(&sum);
    p->factors.data[n++] = merged;
  }
  p->factors.len = n;
  if (p->exponents.len) {
    const Expr *e = expr_call1(pool, pool->exp, expr_add_n(pool, p->exponents.len, p->exponents.data));
    if (!is_call(e, pool->exp)) again = true;
    list_push(&p->factors, e);
    list_sort(&p->factors);
  }
  return again;
}

/* |x|^p * x^(2m+r) = |x|^(p+2m) * x^r with 0 <= r < 2. True if anything changed. */
static bool product_merge_abs(Pool *pool, Product *p)
{
  bool changed = false;
  for (int j = 0; pool->abs && j < p->factors.len; j++) {
    const Expr *power, *e, *base = base_of(p->factors.data[j], &power);
    if (!is_call(base, pool->abs)) continue;
    for (int k = 0; k < p->factors.len; k++) {
      if (base_of(p->factors.data[k], &e) != base->arg[0] || !e) continue;
      const Expr *constant = e->kind == X_ADD ? e->arg[0] : e;
      if (constant->kind != X_NUM) break;
      const Expr *even = num_of(pool, number_of(2 * floor(constant->u.num.value / 2)));
      if (even == pool->zero) break;
      p->factors.data[j] = expr_pow(pool, base, expr_add(pool, power ? power : pool->one, even));
      p->factors.data[k] = expr_pow(pool, base->arg[0], expr_sub(pool, e, even));
      changed = true;
      break;
    }
  }
  return changed;
}

/* (u < v) * (v - u) is a choice between v - u and 0, hence max(v - u, 0): bends, and no jump. True if anything changed. */
static bool product_merge_step(Pool *pool, Product *p)
{
  for (int j = 0; j < p->factors.len; j++) {
    const Expr *step = p->factors.data[j];
    if (step->kind != X_CMP || !step->has_param || (step->op != C_LT && step->op != C_LE)) continue;
    const Expr *gap = expr_sub(pool, step->arg[1], step->arg[0]);
    if (leads_negative(gap)) gap = negated_sum(pool, gap);
    for (int k = 0; k < p->factors.len; k++) {
      if (p->factors.data[k] != gap) continue;
      p->factors.data[k] = expr_if(pool, step, gap, pool->zero);
      p->factors.data[j] = pool->one;
      return true;
    }
  }
  return false;
}

static bool is_moving_step(const Expr *e) { return e->kind == X_CMP && e->has_param && (e->op == C_LT || e->op == C_LE); }

bool choice_of(Pool *pool, const Expr *e, Choice *c)
{
  if (is_moving_step(e)) return *c = (Choice){ e, pool->one, pool->zero }, true;
  if (e->kind == X_IF) {
    *c = (Choice){ e->arg[0], e->arg[1], e->arg[2] };
    return is_moving_step(e->arg[0]) && !e->arg[1]->has_param && !e->arg[2]->has_param;
  }
  if (e->kind != X_ADD || !e->has_param) return false;
  *c = (Choice){ NULL, pool->zero, pool->zero };
  for (int j = 0; j < e->nargs; j++) {
    const Expr *step;
    double factor = expr_split_coef(pool, e->arg[j], &step);
    bool yes = true, no = true;
    if (e->arg[j]->has_param) {
      if (!is_moving_step(step)) return false;
      if (!c->step) c->step = step;
      yes = step == c->step;
      no = step == expr_not(pool, c->step);
      if (!yes && !no) return false;
    }
    const Expr *value = e->arg[j]->has_param ? expr_num(pool, factor) : e->arg[j];
    if (yes) c->yes = expr_add(pool, c->yes, value);
    if (no) c->no = expr_add(pool, c->no, value);
  }
  return c->step != NULL;
}

/* A choice by the sign of v - u, times |v - u|, its even powers, or v - u itself, is one function of v - u: expectiles, check functions. True if
 * anything changed. */
static bool product_merge_choice(Pool *pool, Product *p)
{
  for (int j = 0; j < p->factors.len; j++) {
    Choice c;
    if (!p->factors.data[j]->has_param || !choice_of(pool, p->factors.data[j], &c)) continue;
    const Expr *gap = expr_sub(pool, c.step->arg[1], c.step->arg[0]);
    bool turned = leads_negative(gap);
    if (turned) gap = negated_sum(pool, gap);
    for (int k = 0; k < p->factors.len; k++) {
      const Expr *power, *base = base_of(p->factors.data[k], &power);
      bool size = is_call(base, pool->abs) && base->arg[0] == gap && (!power || (power->kind == X_NUM && power->u.num.value > 0));
      bool even = base == gap && power && power->kind == X_NUM && power->u.num.value > 0 && number_is_even(power->u.num);
      if (k == j || (!size && !even && (base != gap || power))) continue;
      const Expr *up = expr_pow(pool, gap, power ? power : pool->one), *down = size ? expr_pow(pool, expr_neg(pool, gap), power ? power : pool->one) : up;
      const Expr *step = turned ? expr_cmp(pool, c.step->op, gap, pool->zero) : expr_cmp(pool, c.step->op, pool->zero, gap);
      p->factors.data[k] = expr_if(pool, step, expr_mul(pool, c.yes, turned ? down : up), expr_mul(pool, c.no, turned ? up : down));
      p->factors.data[j] = pool->one;
      return true;
    }
  }
  return false;
}

/* S[d, e] S[e, d] of a symmetric S is a square */
static bool product_merge_symmetric(const Product *p)
{
  for (int j = 0; j < p->factors.len; j++) {
    const Expr *a = p->factors.data[j];
    if (a->kind != X_ACCESS || a->u.sym->domain.kind != DOMAIN_SPD || a->nargs < 2) continue;
    for (int k = 0; k < j; k++) {
      const Expr *b = p->factors.data[k];
      int last = a->nargs - 1;
      if (b->kind != X_ACCESS || b->u.sym != a->u.sym || a == b || a->arg[last] != b->arg[last - 1] || a->arg[last - 1] != b->arg[last]) continue;
      if (memcmp(a->arg, b->arg, (size_t)(last - 1) * sizeof *a->arg)) continue;
      p->factors.data[j] = b;
      return true;
    }
  }
  return false;
}

static const Expr *product_finish(Pool *pool, Product *p)
{
  if (p->coef.value == 0) return pool->zero;
  if (product_merge(pool, p) || product_merge_abs(pool, p) || product_merge_step(pool, p) || product_merge_choice(pool, p) || product_merge_symmetric(p)) {        /* fewer factors of equal base each time, so this ends */
    list_push(&p->factors, num_of(pool, p->coef));
    return expr_mul_n(pool, p->factors.len, p->factors.data);
  }
  if (p->factors.len == 0) return num_of(pool, p->coef);
  if (p->factors.len == 1) {
    const Expr *e = p->factors.data[0];
    return e->kind == X_ADD && number_is(p->coef, -1) ? negated_sum(pool, e) : attach(pool, p->coef, e);
  }
  if (!number_is(p->coef, 1)) {
    list_push(&p->factors, num_of(pool, p->coef));
    for (int j = p->factors.len - 1; j > 0; j--) {
      const Expr *t = p->factors.data[j];
      p->factors.data[j] = p->factors.data[j - 1];
      p->factors.data[j - 1] = t;
    }
  }
  return raw(pool, X_MUL, p->factors.len, p->factors.data);
}

const Expr *expr_mul_n(Pool *pool, int n, const Expr *const *args)
{
  if (n == 1) return args[0];
  Product p = { .coef = pool->one->u.num };
  list_init(&p.factors);
  list_init(&p.exponents);
  for (int j = 0; j < n; j++) product_gather(pool, &p, args[j]);
  const Expr *e = product_finish(pool, &p);
  list_free(&p.factors);
  list_free(&p.exponents);
  return e;
}

const Expr *expr_mul(Pool *pool, const Expr *a, const Expr *b) { return expr_mul_n(pool, 2, (const Expr *const[]){ a, b }); }
const Expr *expr_div(Pool *pool, const Expr *a, const Expr *b) { return expr_mul(pool, a, expr_pow(pool, b, pool->minus_one)); }

/* ---- powers -------------------------------------------------------------------------------------------------- */

static const Expr *raw_pow(Pool *pool, const Expr *b, const Expr *e) { return raw(pool, X_POW, 2, (const Expr *const[]){ b, e }); }

/* number ^ number; 2^(-3/2) = 1/4 * 2^(1/2), so that what stays symbolic has an exponent between 0 and 1 */
static const Expr *pow_numbers(Pool *pool, const Expr *b, const Expr *e)
{
  Number v, n = e->u.num;
  if (number_pow(b->u.num, n, &v)) return num_of(pool, v);
  if (b->u.num.value <= 0 || !n.exact) return raw_pow(pool, b, e);
  int64_t whole = n.p / n.q - (n.p % n.q < 0);
  if (!whole || !number_pow(b->u.num, number_rat(whole, 1), &v)) return raw_pow(pool, b, e);
  return attach(pool, v, raw_pow(pool, b, num_of(pool, number_add(n, number_rat(-whole, 1)))));
}

/* (x^a)^e */
static const Expr *pow_of_pow(Pool *pool, const Expr *b, const Expr *e)
{
  const Expr *x = b->arg[0], *a = b->arg[1], *product = expr_mul(pool, a, e);
  if (e->kind == X_NUM && number_is_integer(e->u.num)) return expr_pow(pool, x, product);
  if (a->kind != X_NUM) return raw_pow(pool, b, e);
  if (!number_is_even(a->u.num)) return expr_pow(pool, x, product);              /* x^a >= 0 asks for x >= 0 */
  if (product->kind == X_NUM && number_is_even(product->u.num)) return expr_pow(pool, x, product);
  if (!pool->abs) return raw_pow(pool, b, e);
  return expr_pow(pool, expr_call1(pool, pool->abs, x), product);
}

static bool is_nonnegative_factor(Pool *pool, const Expr *f)
{
  if (f->kind == X_NUM) return f->u.num.value > 0;
  if (f->kind == X_POW) return f->arg[1]->kind == X_NUM && !number_is_odd(f->arg[1]->u.num) && (pool->abs || !number_is_even(f->arg[1]->u.num));
  return f->kind == X_AXIS || is_call(f, pool->exp) || is_call(f, pool->abs);
}

static const Expr *pow_of_mul(Pool *pool, const Expr *b, const Expr *e)
{
  bool integer = e->kind == X_NUM && number_is_integer(e->u.num);
  List out, in;
  list_init(&out);
  list_init(&in);
  for (int j = 0; j < b->nargs; j++) {
    const Expr *f = b->arg[j];
    if (integer || is_nonnegative_factor(pool, f)) list_push(&out, expr_pow(pool, f, e));
    else if (f->kind == X_NUM && !number_is(f->u.num, -1)) {                      /* (-2 x)^(1/2) = 2^(1/2) * (-x)^(1/2) */
      list_push(&out, expr_pow(pool, num_of(pool, number_neg(f->u.num)), e));
      list_push(&in, pool->minus_one);
    }
    else list_push(&in, f);
  }
  const Expr *result;
  if (out.len == 0) result = raw_pow(pool, b, e);
  else {
    if (in.len) {
      const Expr *left = expr_mul_n(pool, in.len, in.data);
      list_push(&out, left->kind == X_MUL ? raw_pow(pool, left, e) : expr_pow(pool, left, e));
    }
    result = expr_mul_n(pool, out.len, out.data);
  }
  list_free(&out);
  list_free(&in);
  return result;
}

const Expr *expr_pow(Pool *pool, const Expr *b, const Expr *e)
{
  if (expr_is_num(e, 0)) return pool->one;
  if (expr_is_num(e, 1) || expr_is_num(b, 1)) return b;
  if (b->kind == X_NUM && e->kind == X_NUM) return pow_numbers(pool, b, e);
  bool even = e->kind == X_NUM && number_is_even(e->u.num), odd = e->kind == X_NUM && number_is_odd(e->u.num);
  switch (b->kind) {
  case X_POW: return pow_of_pow(pool, b, e);
  case X_MUL: return pow_of_mul(pool, b, e);
  case X_CMP: if (e->kind == X_NUM && e->u.num.value > 0) return b; break;
  case X_CALL:
    if (is_call(b, pool->exp)) return expr_call1(pool, pool->exp, expr_mul(pool, e, b->arg[0]));
    if (is_call(b, pool->abs) && even) return expr_pow(pool, b->arg[0], e);
    break;
  case X_ADD:
    if (!leads_negative(b) || (!even && !odd)) break;
    b = negated_sum(pool, b);
    return odd ? attach(pool, pool->minus_one->u.num, raw_pow(pool, b, e)) : raw_pow(pool, b, e);
  default: break;
  }
  return raw_pow(pool, b, e);
}
