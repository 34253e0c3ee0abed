/* from_log.c: the log domain. Logarithms of sums and products that hold exponentials (or long products, or powers with a
 * variable exponent) become sums of logarithms and log-sum-exps; a product divided by such a sum of its own kind becomes one
 * of its softmax weights, which shares all work with the log-sum-exp. Nothing underflows on the way.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/from.h"
#include "expr/log_form.h"
#include <math.h>

static bool is_exp(const Expr *e) { return e->kind == X_CALL && e->u.fn->kernel && !strcmp(e->u.fn->kernel, "exp"); }

/* might e underflow or overflow where its logarithm does not? */
static bool is_exponential(Lower *L, const Expr *e)
{
  double c;
  intptr_t known = (intptr_t)map_get(&L->exponential, e);
  if (known) return known == 2;
  bool is = false;
  switch (e->kind) {
  case X_CALL: is = is_exp(e); break;
  case X_ADD: case X_MUL: for (int k = 0; k < e->nargs && !is; k++) is = is_exponential(L, e->arg[k]); break;
  case X_POW: is = !expr_number(e->arg[1], &c) || fabs(c) > 8 || is_exponential(L, e->arg[0]); break;
  case X_IF: is = is_exponential(L, e->arg[1]) || is_exponential(L, e->arg[2]); break;
  case X_REDUCE: is = e->op == R_PROD || (e->op == R_SUM && is_exponential(L, e->arg[0])); break;
  default: break;
  }
  is = is || expr_log_form(L->pool, L->facts, e);
  map_put(L->arena, &L->exponential, e, (void *)(intptr_t)(1 + is));
  return is;
}

static bool log_pays(Lower *L, const Expr *e) { return is_exponential(L, e) && facts_is_nonnegative(L->facts, e); }

static Node *log_of(Lower *L, Node *n) { return node_call(L, "log", range_all, 1, &n); }

/* log(exp(a) + exp(b) + …) of given a, b, …: about the greatest; all -inf gives -inf. Of two the lesser counts however small it is, so that
 * log(1 + exp(u)) is no more 0 than exp(u). */
static Node *log_add_exp(Lower *L, int n, Node **a)
{
  Node *top = a[0], *zero = node_number(L, 0), **e = ARENA_ARRAY(L->arena, Node *, n);
  double *one = ARENA_ARRAY(L->arena, double, n);
  for (int k = 1; k < n; k++) top = node_map2(L, OP_MAX, top, a[k]);
  Node *base = node_select(L, node_map2(L, OP_EQ, top, node_number(L, -INFINITY)), zero, top);
  if (n == 2) {
    Node *d = node_add2(L, 1, node_map2(L, OP_MIN, a[0], a[1]), -1, base), *lesser = node_call(L, "exp", range_closed(-INFINITY, 0), 1, &d);
    return node_add2(L, 1, base, 1, node_call(L, "log1p", range_all, 1, &lesser));
  }
  for (int k = 0; k < n; k++) {
    Node *d = node_add2(L, 1, a[k], -1, base);
    e[k] = node_call(L, "exp", range_closed(-INFINITY, 0), 1, &d);
    one[k] = 1;
  }
  return node_add2(L, 1, base, 1, log_of(L, node_add(L, n, one, e)));
}

static Node *log_product(Lower *L, int n, const Expr *const *f)
{
  Node **term = ARENA_ARRAY(L->arena, Node *, n + 1);
  double *one = ARENA_ARRAY(L->arena, double, n + 1);
  const Expr **rest = ARENA_ARRAY(L->arena, const Expr *, n);
  int nterm = 0, nrest = 0;
  for (int k = 0; k < n; k++) {                           /* log(a*b) = log a + log b needs a, b >= 0; what is not known to be stays together */
    if (is_exp(f[k]) || facts_is_nonnegative(L->facts, f[k])) term[nterm++] = lower_log(L, f[k]);
    else rest[nrest++] = f[k];
  }
  if (nrest && facts_is_nonnegative(L->facts, expr_neg(L->pool, expr_mul_n(L->pool, nrest, rest))))      /* then the others are 0: -1 * (1 - K) where K is 1 */
    return log_of(L, lower_scaled_product(L, n, f));
  if (nrest) term[nterm++] = log_of(L, lower_scaled_product(L, nrest, rest));
  for (int k = 0; k < nterm; k++) one[k] = 1;
  return node_add(L, nterm, one, term);
}

/* the loops, body and condition of nested sums */
const Expr *open_sums(Lower *L, const Expr *e, LoopSet *over, const Expr **cond, bool *empty)
{
  LoopSet taken = loops_of_expr(L, e);
  *over = (LoopSet){ { 0 } };
  *cond = NULL;
  *empty = false;
  while (e->kind == X_REDUCE && e->op == R_SUM) {
    Loop *l;
    const Expr *c;
    e = lower_open(L, e, loops_union(taken, *over), &l, &c);
    if (!l) { *empty = true; return e; }
    *over = loops_with(*over, l);
    if (c) *cond = *cond ? expr_mul(L->pool, *cond, c) : c;
  }
  return e;
}

static Node *log_sum(Lower *L, const Expr *e)
{
  LoopSet over;
  const Expr *cond;
  bool empty;
  const Expr *body = open_sums(L, e, &over, &cond, &empty);
  if (empty) return node_number(L, -INFINITY);
  Node *b = lower_log(L, body);
  if (cond) b = node_select(L, lower_expr(L, cond), b, node_number(L, -INFINITY));
  LoopSet absent = loops_minus(over, b->free);            /* loops that only count */
  double count = loops_size(L, absent);
  over = loops_minus(over, absent);
  if (!loops_empty(over)) b = node_over(L, N_LSE, 0, over, b);
  return count == 1 ? b : node_add2(L, 1, b, 1, node_number(L, log(count)));
}

static Node *log_prod(Lower *L, const Expr *e)
{
  Loop *l;
  const Expr *cond;
  const Expr *body = lower_open(L, e, (LoopSet){ { 0 } }, &l, &cond);
  if (!l) return node_number(L, 0);
  Node *b = lower_log(L, body);
  if (cond) b = node_select(L, lower_expr(L, cond), b, node_number(L, 0));
  return node_sum(L, loops_with((LoopSet){ { 0 } }, l), b);
}

Node *lower_log(Lower *L, const Expr *e)
{
  double c;
  if (is_exp(e)) return lower_expr(L, e->arg[0]);
  if (e->kind == X_CMP) return node_select(L, lower_expr(L, e), node_number(L, 0), node_number(L, -INFINITY));      /* of 0 or 1 */
  const Expr *form = expr_log_form(L->pool, L->facts, e);
  if (form) return lower_expr(L, form);
  Node *cases = lower_log_in_cases(L, e);
  if (cases) return cases;
  if (!log_pays(L, e)) return log_of(L, lower_expr(L, e));
  switch (e->kind) {
  case X_MUL: return log_product(L, e->nargs, e->arg);
  case X_POW:
    if (!facts_is_nonnegative(L->facts, e->arg[0])) break;
    if (expr_number(e->arg[1], &c)) return node_mul2(L, node_number(L, c), lower_log(L, e->arg[0]));
    return node_mul2(L, lower_expr(L, e->arg[1]), lower_log(L, e->arg[0]));
  case X_ADD: {
    Node **a = ARENA_ARRAY(L->arena, Node *, e->nargs);
    for (int k = 0; k < e->nargs; k++) if (!facts_is_nonnegative(L->facts, e->arg[k])) return log_of(L, lower_expr(L, e));
    for (int k = 0; k < e->nargs; k++) a[k] = lower_log(L, e->arg[k]);
    return log_add_exp(L, e->nargs, a);
  }
  case X_IF: return node_select(L, lower_expr(L, e->arg[0]), lower_log(L, e->arg[1]), lower_log(L, e->arg[2]));
  case X_REDUCE: {
    Index *fresh[EXPR_OPEN_INDICES];
    const Expr *args[EXPR_OPEN_ARGS];
    expr_open(L->pool, e, fresh, args);
    if (!facts_is_nonnegative(L->facts, args[0])) break;
    if (e->op == R_SUM) return log_sum(L, e);
    if (e->op == R_PROD) return log_prod(L, e);
    break;
  }
  default: break;
  }
  return log_of(L, lower_expr(L, e));
}

/* ---- quotients ------------------------------------------------------------------------------------------------------------ */

typedef struct Factors { const Expr **f; int n; } Factors;

static int exp_terms(const Expr *e, const Expr *const **term)     /* of exp(a + b + …) */
{
  const Expr *a = e->arg[0];
  *term = a->kind == X_ADD ? a->arg : &e->arg[0];
  return a->kind == X_ADD ? a->nargs : 1;
}

/* m without the factors of b; false, m unchanged, if some are not there */
static bool take_out(Lower *L, Factors *m, const Expr *b)
{
  Factors left = { ARENA_ARRAY(L->arena, const Expr *, m->n), m->n };
  memcpy(left.f, m->f, (size_t)m->n * sizeof *m->f);
  int n = b->kind == X_MUL ? b->nargs : 1;
  for (int k = 0; k < n; k++) {
    const Expr *x = b->kind == X_MUL ? b->arg[k] : b;
    int at = 0;
    while (at < left.n && left.f[at] != x) at++;
    if (at < left.n) { left.f[at] = left.f[--left.n]; continue; }
    if (!is_exp(x)) return false;
    at = 0;
    while (at < left.n && !is_exp(left.f[at])) at++;
    if (at == left.n) return false;
    const Expr *const *have, *const *want;                /* exp(a + b) holds exp(a) */
    int nhave = exp_terms(left.f[at], &have), nwant = exp_terms(x, &want), nrest = 0;
    const Expr **rest = ARENA_ARRAY(L->arena, const Expr *, nhave);
    memcpy(rest, have, (size_t)nhave * sizeof *rest);
    nrest = nhave;
    for (int w = 0; w < nwant; w++) {
      int j = 0;
      while (j < nrest && rest[j] != want[w]) j++;
      if (j == nrest) return false;
      rest[j] = rest[--nrest];
    }
    if (nrest == 0) left.f[at] = left.f[--left.n];
    else left.f[at] = expr_call1(L->pool, x->u.fn, expr_add_n(L->pool, nrest, rest));
  }
  *m = left;
  return true;
}

/* tries every assignment of loops that occur in m to the loops of the sum from the k-th on */
static Node *match_weight(Lower *L, Factors *m, const Expr *body, const Expr *renamed, int n, Loop **loop, Loop **at, int k)
{
  if (k == n) {
    if (!take_out(L, m, renamed)) return NULL;
    LoopSet over = { { 0 } };
    for (int j = 0; j < n; j++) over = loops_with(over, loop[j]);
    Node *b = lower_log(L, body);
    if (!loops_empty(loops_minus(over, b->free))) return NULL;
    Node *w = node_over(L, N_WEIGHT, 0, over, b);
    Loop *own[LOOPS_MAX];
    Sub sub[LOOPS_MAX];
    int moved = 0;
    for (int j = 0; j < n; j++)
      if (at[j] != loop[j]) { own[moved] = loop[j]; sub[moved++] = (Sub){ .kind = SUB_LOOP, .loop = at[j] }; }
    return moved ? node_element(L, w, moved, own, sub) : w;
  }
  LoopSet seen = { { 0 } };
  for (int j = 0; j < m->n; j++) seen = loops_union(seen, loops_of_expr(L, m->f[j]));
  for (int j = 0; j < L->loops.len; j++) {
    Loop *l = L->loops.data[j];
    if (!loops_has(seen, l) || l->axis != loop[k]->axis || l->lo != loop[k]->lo || l->n != loop[k]->n) continue;
    at[k] = l;
    const Expr *b = l == loop[k] ? renamed : expr_subst_index(L->pool, renamed, loop[k]->index, expr_index(L->pool, l->index));
    Node *w = match_weight(L, m, body, b, n, loop, at, k + 1);
    if (w) return w;
  }
  return NULL;
}

static Node *weight_of(Lower *L, Factors *m, const Expr *sum)
{
  if (sum->kind != X_REDUCE || sum->op != R_SUM) return NULL;
  LoopSet over;
  const Expr *cond;
  bool empty;
  const Expr *body = open_sums(L, sum, &over, &cond, &empty);
  if (empty || cond || !facts_is_nonnegative(L->facts, body)) return NULL;
  Loop *loop[LOOPS_MAX], *at[LOOPS_MAX];
  int n = loops_list(L, over, loop);
  if (n > 4) return NULL;
  return match_weight(L, m, body, body, n, loop, at, 0);
}

/* 1/S^c as c sums S that are kept in the log domain; 0: f is something else */
static int log_divisors(Lower *L, const Expr *f)
{
  double c;
  bool sum = f->kind == X_POW && expr_number(f->arg[1], &c) && c < 0 && c == floor(c) && c >= -4
    && (f->arg[0]->kind == X_REDUCE || f->arg[0]->kind == X_ADD) && log_pays(L, f->arg[0]);
  return sum ? (int)-c : 0;
}

/* Sums hold no factors that do not move with them, so a weight may stand in parts: w[k] * sum{i} exp(a[i,k]) / S[i]. If the
 * outer factors complete the weights of the sum, they move back into it. NULL: they do not. */
static Node *absorbed(Lower *L, Factors *outer, const Expr *f)
{
  if (f->kind != X_REDUCE || f->op != R_SUM || outer->n == 0) return NULL;
  LoopSet over;
  const Expr *cond;
  bool empty;
  const Expr *body = open_sums(L, f, &over, &cond, &empty);
  if (empty || cond) return NULL;
  int nb = body->kind == X_MUL ? body->nargs : 1, divisors = 0;
  Factors m = { ARENA_ARRAY(L->arena, const Expr *, nb + outer->n + 1), 0 };
  for (int k = 0; k < nb; k++) divisors += log_divisors(L, body->kind == X_MUL ? body->arg[k] : body);
  if (divisors == 0) return NULL;
  Node **node = ARENA_ARRAY(L->arena, Node *, 5 * nb + divisors + 1);
  int n = 0, found = 0;
  for (int k = 0; k < nb; k++) if (!log_divisors(L, body->kind == X_MUL ? body->arg[k] : body)) m.f[m.n++] = body->kind == X_MUL ? body->arg[k] : body;
  for (int k = 0; k < outer->n; k++) m.f[m.n++] = outer->f[k];
  for (int k = 0; k < nb; k++) {
    const Expr *x = body->kind == X_MUL ? body->arg[k] : body;
    for (int c = log_divisors(L, x); c > 0; c--) {
      Node *w = weight_of(L, &m, x->arg[0]);
      if (w) { node[n++] = w; found++; }
    }
  }
  if (found < divisors) return NULL;
  Factors rest = { ARENA_ARRAY(L->arena, const Expr *, outer->n + 1), 0 };
  for (int k = 0; k < m.n; k++) {
    bool is_outer = false;
    for (int j = 0; j < outer->n; j++) is_outer |= outer->f[j] == m.f[k];
    if (is_outer) rest.f[rest.n++] = m.f[k];
    else node[n++] = lower_plain(L, m.f[k]);
  }
  if (rest.n == outer->n) return NULL;                    /* complete without them: the sum is found as it stands */
  *outer = rest;
  return node_dot(L, over, n, node);
}

/* The factors of a product as nodes. 1/S of a sum S that must stay in the log domain is paired with a term of S among the
 * other factors, or else joins their exponential: exp(a)/S = exp(a - log S). */
int lower_factors(Lower *L, int n, const Expr *const *factor, Node **out)
{
  Factors m = { ARENA_ARRAY(L->arena, const Expr *, n + 1), 0 };
  VEC(const Expr *) below = { 0 };
  int nout = 0;
  for (int k = 0; k < n; k++) {
    int c = log_divisors(L, factor[k]);
    if (c == 0) m.f[m.n++] = factor[k];
    for (int j = 0; j < c; j++) vec_push(L->arena, &below, factor[k]->arg[0]);
  }
  int left = 0;
  for (int k = 0; k < below.len; k++) {
    Node *w = weight_of(L, &m, below.data[k]);
    if (w) out[nout++] = w;
    else below.data[left++] = below.data[k];
  }
  for (int k = 0; k < m.n; k++) {
    Factors outer = { ARENA_ARRAY(L->arena, const Expr *, m.n), 0 };
    for (int j = 0; j < m.n; j++) if (j != k) outer.f[outer.n++] = m.f[j];
    Node *s = absorbed(L, &outer, m.f[k]);
    if (!s) continue;
    out[nout++] = s;
    m = outer;
    k = -1;
  }
  double *coef = ARENA_ARRAY(L->arena, double, left + m.n);
  Node **exponent = ARENA_ARRAY(L->arena, Node *, left + m.n);
  int ne = 0;
  for (int k = 0; k < left; k++) { coef[ne] = -1; exponent[ne++] = lower_log(L, below.data[k]); }
  for (int k = 0; k < m.n; k++) {
    if (left && is_exp(m.f[k])) { coef[ne] = 1; exponent[ne++] = lower_expr(L, m.f[k]->arg[0]); }
    else out[nout++] = lower_plain(L, m.f[k]);
  }
  if (ne) {
    Node *a = node_add(L, ne, coef, exponent);
    out[nout++] = node_call(L, "exp", range_all, 1, &a);
  }
  return nout;
}

Node *lower_scaled_product(Lower *L, int n, const Expr *const *factor)
{
  Node *cases = lower_product_in_cases(L, n, factor);
  if (cases) return cases;
  Node **f = ARENA_ARRAY(L->arena, Node *, 5 * n + 1);
  int m = lower_factors(L, n, factor, f);
  return node_mul(L, m, f);
}
