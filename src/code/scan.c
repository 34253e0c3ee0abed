/* scan.c: sums over comparisons of data.
 *
 * In sum{j} f[j] [t[j] >= t[i]] (risk sets, ranks, windows, cumulative sums) every i sums up a range of the j in the order of
 * t. So the sums for all i are running sums along that order, which is found once: an N_SCAN. The same holds of
 * sum{i} g[i] [t[j] >= t[i]]; where both are summed, g[i] f[j] [t[j] >= t[i]], the side whose sums are smaller is summed
 * first. Softmax weights over such sets are exponents less their log-sum-exp. Sums over terms of i and of j come apart where
 * each term does; what holds both in another way is left as it is.
 *
 * An N_SCAN sums over one loop x, for each value of own[0] = y, the product of arg[SCAN_FACTOR] and exp(arg[SCAN_EXPONENT] +
 * arg[SCAN_SCALE]); .op: the logarithm of the sum. The factor and the exponent do not hold y, the scale not x. Pairs of keys
 * follow, one of x and one of y, the lesser first; coef[k] of the first of a pair tells how they compare (ScanRelation).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/site.h"
#include "code/from.h"
#include <math.h>

enum { PAIRS = 4, MOST = 16 };
static const double worth = 4096;                         /* pairs below which they are gone through */

typedef struct Pair { ScanRelation relation; Node *less, *more; } Pair;
typedef struct Side { Node *f[MOST]; int n; LoopSet free; Node *exponent; } Side;              /* factors that hold a loop; exponent: of one factor more, or NULL */
typedef struct Scan { Loop *loop[2]; Pair pair[PAIRS]; int npair; Side side[2], other; bool fits; } Scan;

/* ---- the same of other loops ---- */

static Node *renamed(Lower *L, Node *n, Loop *from, Loop *to)
{
  if (!loops_has(n->free, from)) return n;
  Sub *sub = ARENA_ARRAY(L->arena, Sub, n->nsub + 1);
  Node **arg = ARENA_ARRAY(L->arena, Node *, n->nargs + 1);
  for (int k = 0; k < n->nsub; k++) {
    sub[k] = n->sub[k];
    if (sub[k].kind == SUB_LOOP && sub[k].loop == from) sub[k].loop = to;
    if (sub[k].kind == SUB_NODE) sub[k].node = renamed(L, sub[k].node, from, to);
  }
  switch (n->kind) {
  case N_VALUE: return node_intern(L, &(Node){ .kind = N_VALUE, .nown = 1, .own = &to });
  case N_ACCESS: return node_intern(L, &(Node){ .kind = N_ACCESS, .nsub = n->nsub, .sub = sub, .origin = n->origin });
  case N_ELEMENT: {
    if (loops_has(n->arg[0]->free, from)) break;
    Loop **own = ARENA_ARRAY(L->arena, Loop *, n->nown);
    int kept = 0;
    for (int k = 0; k < n->nown; k++)
      if (sub[k].kind != SUB_LOOP || sub[k].loop != n->own[k] || sub[k].offset != 0) { own[kept] = n->own[k]; sub[kept++] = sub[k]; }
    return kept ? node_element(L, n->arg[0], kept, own, sub) : n->arg[0];
  }
  case N_MAP: case N_ADD: case N_MUL:
    for (int k = 0; k < n->nargs; k++) arg[k] = renamed(L, n->arg[k], from, to);
    if (n->kind == N_ADD) return node_add(L, n->nargs, n->coef, arg);
    if (n->kind == N_MUL) return node_mul(L, n->nargs, arg);
    return node_map_again(L, n, arg);
  default: break;
  }
  return node_element(L, n, 1, &from, &(Sub){ .kind = SUB_LOOP, .loop = to });
}

Node *scan_key(Lower *L, Node *key)
{
  Loop *l[LOOPS_MAX];
  loops_list(L, key->free, l);
  return renamed(L, key, l[0], loop_get(L, l[0]->axis, l[0]->lo, l[0]->n, 0));
}

/* ---- comparisons ---- */

/* Numbers of data that can be put in order: none is NaN. Of what is computed of them, infinities are none, either. */
static bool is_ordered(const Node *n, bool computed)
{
  switch (n->kind) {
  case N_NUMBER: return isfinite(n->number);
  case N_VALUE: return true;
  case N_ACCESS: {
    const Array *a = n->origin->def < 0 ? n->origin->sym->value : NULL;
    if (!a || a->sparse || !symbol_fixed(n->origin->sym)) return false;
    for (int k = 0; k < n->nsub; k++) if (n->sub[k].kind == SUB_NODE) return false;
    for (int64_t k = 0, count = array_count(a); k < count; k++) if (computed ? !isfinite(a->data[k]) : isnan(a->data[k])) return false;
    return true;
  }
  case N_ELEMENT: for (int k = 0; k < n->nsub; k++) if (n->sub[k].kind == SUB_NODE) return false; return is_ordered(n->arg[0], computed);
  case N_MAP: if (n->op != OP_NEG && n->op != OP_ABS) return false; break;
  case N_ADD: case N_MUL: break;
  default: return false;
  }
  for (int k = 0; k < n->nargs; k++) if (!is_ordered(n->arg[k], true)) return false;
  return true;
}

static bool can_be_ordered(Lower *L, Node *n)
{
  intptr_t known = (intptr_t)map_get(&L->ordered, n);
  if (!known) map_put(L->arena, &L->ordered, n, (void *)(known = 1 + is_ordered(n, false)));
  return known == 2;
}

static Loop *only_loop(const Lower *L, const Node *n)
{
  Loop *l[LOOPS_MAX];
  return loops_list(L, n->free, l) == 1 && l[0]->slot < MATRIX_SLOT ? l[0] : NULL;
}

/* a comparison of what moves with one loop and what moves with another */
static bool compares(Lower *L, const Node *n, Pair *pair, Loop **a, Loop **b)
{
  if (n->kind != N_MAP || (n->op != OP_EQ && n->op != OP_LT && n->op != OP_LE)) return false;
  *a = only_loop(L, n->arg[0]);
  *b = only_loop(L, n->arg[1]);
  if (!*a || !*b || *a == *b || !node_fixed((Node *)(uintptr_t)n)) return false;
  double least = L->options.small < 0 ? 1 : worth;
  *pair = (Pair){ n->op == OP_EQ ? SCAN_SAME : n->op == OP_LT ? SCAN_BELOW : SCAN_NOT_ABOVE, n->arg[0], n->arg[1] };
  return (double)(*a)->n * (double)(*b)->n >= least && can_be_ordered(L, n->arg[0]) && can_be_ordered(L, n->arg[1]);
}

/* log of a condition: if it holds, what; -inf otherwise */
static bool is_log_condition(const Node *n) { return n->kind == N_MAP && n->op == OP_SELECT && n->arg[2]->kind == N_NUMBER && n->arg[2]->number == -INFINITY; }

/* if a condition holds, what; 0 otherwise */
static bool is_branch(const Node *n) { return n->kind == N_MAP && n->op == OP_SELECT && n->arg[2]->kind == N_NUMBER && n->arg[2]->number == 0; }

/* some comparison in a factor, or in the logarithm of one */
static const Node *comparison_in(Lower *L, const Node *n, bool log, Loop **a, Loop **b)
{
  Pair pair;
  if (!log && compares(L, n, &pair, a, b)) return n;
  if (!log && n->kind == N_WEIGHT) return comparison_in(L, n->arg[0], true, a, b);
  if (!log && is_branch(n)) {
    const Node *c = comparison_in(L, n->arg[0], false, a, b);
    return c ? c : comparison_in(L, n->arg[1], false, a, b);
  }
  bool inside = log ? n->kind == N_ADD : n->kind == N_MUL || (n->kind == N_MAP && n->op == OP_SQUARE);
  if (log && is_log_condition(n)) {
    const Node *c = comparison_in(L, n->arg[0], false, a, b);
    return c ? c : comparison_in(L, n->arg[1], true, a, b);
  }
  for (int k = 0; inside && k < n->nargs; k++) {
    const Node *c = comparison_in(L, n->arg[k], log, a, b);
    if (c) return c;
  }
  return NULL;
}

/* ---- a product is taken apart ---- */

static bool holds(const Scan *s, int k, const Node *n) { return loops_has(n->free, s->loop[k]); }

static void put_factor(Scan *s, Side *g, Node *n)
{
  if ((s->fits = s->fits && g->n < MOST)) g->f[g->n++] = n;
  g->free = loops_union(g->free, n->free);
}

static void put_exponent(Lower *L, Scan *s, double coef, Node *n)
{
  if (n->kind == N_ADD) {
    for (int k = 0; k < n->nargs; k++) put_exponent(L, s, coef * n->coef[k], n->arg[k]);
    return;
  }
  if (holds(s, 0, n) && holds(s, 1, n)) { s->fits = false; return; }
  Side *g = &s->side[holds(s, 1, n)];                    /* of neither: to any */
  g->exponent = g->exponent ? node_add2(L, 1, g->exponent, coef, n) : coef == 1 ? n : node_mul2(L, node_number(L, coef), n);
  g->free = loops_union(g->free, n->free);
}

/* log: as a term of a logarithm */
static void put_condition(Lower *L, Scan *s, Node *n, bool log)
{
  Loop *a, *b;
  Pair p;
  if (!holds(s, 0, n) || !holds(s, 1, n)) {
    if (log) put_exponent(L, s, 1, node_select(L, n, node_number(L, 0), node_number(L, -INFINITY)));
    else put_factor(s, holds(s, 0, n) ? &s->side[0] : holds(s, 1, n) ? &s->side[1] : &s->other, n);
    return;
  }
  if (n->kind == N_MUL || (n->kind == N_MAP && n->op == OP_SQUARE)) {
    for (int k = 0; k < n->nargs; k++) put_condition(L, s, n->arg[k], log);
    return;
  }
  if (!compares(L, n, &p, &a, &b) || !((a == s->loop[0] && b == s->loop[1]) || (a == s->loop[1] && b == s->loop[0]))) { s->fits = false; return; }
  for (int k = 0; k < s->npair; k++) if (s->pair[k].relation == p.relation && s->pair[k].less == p.less && s->pair[k].more == p.more) return;
  if ((s->fits = s->fits && s->npair < PAIRS)) s->pair[s->npair++] = p;
}

/* terms of a logarithm: conditions, what remains goes to the exponents */
static void put_log(Lower *L, Scan *s, double coef, Node *n)
{
  if (n->kind == N_ADD) {
    for (int k = 0; k < n->nargs; k++) put_log(L, s, coef * n->coef[k], n->arg[k]);
    return;
  }
  if (!is_log_condition(n) || !holds(s, 0, n->arg[0]) || !holds(s, 1, n->arg[0])) { put_exponent(L, s, coef, n); return; }
  if (coef <= 0) s->fits = false;
  put_condition(L, s, n->arg[0], true);
  put_log(L, s, coef, n->arg[1]);
}

/* what n is the exponential of; NULL: it is none */
static Node *exponent_of(Lower *L, Node *n)
{
  if (n->kind == N_MAP && n->op == OP_CALL && n->kernel == program_kernel("exp")) return n->arg[0];
  Node *base = n->kind == N_ELEMENT ? exponent_of(L, n->arg[0]) : NULL;
  return base ? node_element(L, base, n->nown, n->own, n->sub) : NULL;
}

static void put(Lower *L, Scan *s, Node *n)
{
  bool both = holds(s, 0, n) && holds(s, 1, n), one = holds(s, 0, n) || holds(s, 1, n);
  Node *exponent = one || both ? exponent_of(L, n) : NULL;
  if (exponent) put_exponent(L, s, 1, exponent);
  else if (!both) put_factor(s, one ? &s->side[holds(s, 1, n)] : &s->other, n);
  else if (n->kind == N_MUL) for (int k = 0; k < n->nargs; k++) put(L, s, n->arg[k]);
  else if (n->kind == N_WEIGHT) {
    put_log(L, s, 1, n->arg[0]);
    Node *sum = node_over(L, N_LSE, 0, n->over, n->arg[0]);
    put_exponent(L, s, -1, sum);
  } else if (is_branch(n)) {
    put_condition(L, s, n->arg[0], false);
    put(L, s, n->arg[1]);
  } else put_condition(L, s, n, false);
}

/* Do the pairs make one range of an order? A key that is the same, and one that is bounded, or the same as well. */
static bool is_range(const Scan *s)
{
  int same = 0, below[2] = { 0 };
  const Node *key[2][2] = { { 0 } };
  for (int k = 0; k < s->npair; k++) {
    const Pair *p = &s->pair[k];
    if (p->relation == SCAN_SAME) { same++; continue; }
    int side = holds(s, 1, p->less);                      /* the lesser */
    below[side]++;
    key[side][side] = p->less;
    key[side][!side] = p->more;
  }
  if (below[0] > 1 || below[1] > 1 || same + (below[0] || below[1]) > 2 || s->npair == 0) return false;
  return !(below[0] && below[1]) || key[0][0] == key[1][0] || key[0][1] == key[1][1];
}

/* ---- and put together ---- */

/* loops of the sum that this side has alone: they go before all else */
static LoopSet alone(const Scan *s, LoopSet over, int side)
{
  LoopSet l = loops_minus(loops_both(over, s->side[side].free), loops_union(s->side[!side].free, s->other.free));
  return loops_without(l, s->loop[side]);
}

static double cost(Lower *L, const Scan *s, LoopSet over, int side)
{
  return loops_size(L, loops_minus(loops_with(s->side[side].free, s->loop[side]), alone(s, over, side)));
}

static Node *exp_of(Lower *L, Node *n) { return node_call(L, "exp", range_all, 1, &n); }

/* sums over comparisons are made of whole tensors */
static void want_whole(Node *n) { (n->kind == N_ELEMENT ? n->arg[0] : n)->whole = true; }

static Node *scan_node(Lower *L, Scan *s, int x, int op, Node *factor, Node *exponent, Node *scale)
{
  Node *arg[SCAN_KEYS + 2 * PAIRS] = { factor, exponent ? exponent : node_number(L, 0), scale ? scale : node_number(L, 0) };
  double coef[SCAN_KEYS + 2 * PAIRS] = { 0 };
  int n = SCAN_KEYS;
  for (int k = 0; k < n; k++) want_whole(arg[k]);
  for (int k = 0; k < s->npair; k++) {
    coef[n] = s->pair[k].relation;
    arg[n++] = s->pair[k].less;
    arg[n++] = s->pair[k].more;
  }
  return node_intern(L, &(Node){ .kind = N_SCAN, .op = op, .over = loops_with((LoopSet){ { 0 } }, s->loop[x]), .nargs = n, .arg = arg, .coef = coef, .nown = 1, .own = &s->loop[!x] });
}

/* where both loops are summed, the one that is left is that of the lower slot */
static void put_in_order(Lower *L, Scan *s, int x)
{
  Loop *gone = s->loop[x], *left = s->loop[!x];
  if (left->axis != gone->axis || left->lo != gone->lo || left->n != gone->n || left->slot < gone->slot) return;
  for (int side = 0; side < 2; side++) {
    Loop *from = s->loop[side], *to = s->loop[!side];
    Side *g = &s->side[side];
    g->free = loops_without(g->free, from);
    for (int k = 0; k < g->n; k++) { g->f[k] = renamed(L, g->f[k], from, to); g->free = loops_union(g->free, g->f[k]->free); }
    if (g->exponent) { g->exponent = renamed(L, g->exponent, from, to); g->free = loops_union(g->free, g->exponent->free); }
  }
  for (int k = 0; k < s->npair; k++) {
    Node **key[2] = { &s->pair[k].less, &s->pair[k].more };
    for (int j = 0; j < 2; j++) { int side = holds(s, 1, *key[j]); *key[j] = renamed(L, *key[j], s->loop[side], s->loop[!side]); }
  }
  s->loop[x] = left;
  s->loop[!x] = gone;
}

/* the sum over `over` of all that was put; loop x goes first */
static Node *scan_build(Lower *L, Scan *s, LoopSet over, int x)
{
  if (loops_has(over, s->loop[!x])) put_in_order(L, s, x);
  Side *g = &s->side[x], *rest = &s->side[!x];
  LoopSet inner = alone(s, over, x);
  if (g->exponent && loops_meet(g->exponent->free, inner)) { put_factor(s, g, exp_of(L, g->exponent)); g->exponent = NULL; }
  if (!s->fits) return NULL;
  Node *factor = g->n == 0 ? node_number(L, 1) : loops_empty(inner) ? node_mul(L, g->n, g->f) : node_dot(L, inner, g->n, g->f), *number = NULL;
  if (factor->kind == N_MUL && factor->arg[0]->kind == N_NUMBER) {
    number = factor->arg[0];
    factor = node_mul(L, factor->nargs - 1, factor->arg + 1);
  }
  Node *f[2 * MOST + 2];
  int n = 0;
  f[n++] = scan_node(L, s, x, 0, factor, g->exponent, rest->exponent);
  if (number) f[n++] = number;
  for (int k = 0; k < rest->n; k++) f[n++] = rest->f[k];
  for (int k = 0; k < s->other.n; k++) f[n++] = s->other.f[k];
  over = loops_minus(loops_without(over, s->loop[x]), inner);
  return loops_empty(over) ? node_mul(L, n, f) : node_dot(L, over, n, f);
}

/* term by term, if no term is left that holds both loops */
static Node *by_terms(Lower *L, LoopSet over, int n, Node *const *factor, int at, const Loop *a, const Loop *b)
{
  Node *sum = factor[at], **f = ARENA_ARRAY(L->arena, Node *, n), **part = ARENA_ARRAY(L->arena, Node *, sum->nargs);
  for (int k = 0; k < n; k++) f[k] = factor[k];
  for (int k = 0; k < sum->nargs; k++) {
    f[at] = sum->arg[k];
    bool pairs = false;
    for (int j = 0; j < n; j++) pairs |= loops_has(f[j]->free, a) && loops_has(f[j]->free, b);
    part[k] = pairs ? scan_sum(L, over, n, f) : node_dot(L, over, n, f);
    if (!part[k]) return NULL;
  }
  return node_add(L, sum->nargs, sum->coef, part);
}

Node *scan_sum(Lower *L, LoopSet over, int n, Node *const *factor)
{
  Loop *row, *col, *a = NULL, *b = NULL;
  const Node *seen = NULL;
  int at = n;
  for (int k = 0; k < n && !seen; k++) {
    seen = comparison_in(L, factor[k], false, &a, &b);
    for (int j = 0; !seen && factor[k]->kind == N_ADD && j < factor[k]->nargs; j++) if ((seen = comparison_in(L, factor[k]->arg[j], false, &a, &b))) at = k;
  }
  if (!seen || !(loops_has(over, a) || loops_has(over, b))) return NULL;
  if (sparse_factor(&(Node){ .kind = N_DOT, .over = over, .nargs = n, .arg = (Node **)(uintptr_t)factor }, &row, &col)) return NULL;
  for (int k = 0; k < n && at == n; k++) if (factor[k]->kind == N_ADD && loops_has(factor[k]->free, a) && loops_has(factor[k]->free, b)) at = k;
  if (at < n) return by_terms(L, over, n, factor, at, a, b);
  Scan s = { .loop = { a, b }, .fits = true };
  for (int k = 0; k < n && s.fits; k++) put(L, &s, factor[k]);
  if (!s.fits || !is_range(&s)) return NULL;
  int x = !loops_has(over, a) || (loops_has(over, b) && cost(L, &s, over, 1) < cost(L, &s, over, 0));
  return scan_build(L, &s, over, x);
}

/* ---- a scan among the factors of a sum: the other loop first, if that is less ---- */

static Node *open_scan(Lower *L, LoopSet over, int n, Node *const *factor, int at)
{
  const Node *scan = factor[at];
  Loop *x[LOOPS_MAX];
  if (scan->kind != N_SCAN || scan->op || !loops_has(over, scan->own[0])) return NULL;
  loops_list(L, scan->over, x);
  if (loops_has(over, x[0])) return NULL;
  Scan s = { .loop = { x[0], scan->own[0] }, .fits = true };
  for (int k = SCAN_KEYS; k < scan->nargs; k += 2) s.pair[s.npair++] = (Pair){ (ScanRelation)scan->coef[k], scan->arg[k], scan->arg[k + 1] };
  Node *f = scan->arg[SCAN_FACTOR];
  for (int k = 0; k < (f->kind == N_MUL ? f->nargs : 1); k++) put_factor(&s, &s.side[0], f->kind == N_MUL ? f->arg[k] : f);
  for (int k = SCAN_EXPONENT; k <= SCAN_SCALE; k++) if (scan->arg[k]->kind != N_NUMBER) put_exponent(L, &s, 1, scan->arg[k]);
  for (int k = 0; k < n; k++) {
    if (k == at) continue;
    if (loops_has(factor[k]->free, x[0])) return NULL;
    put(L, &s, factor[k]);
  }
  LoopSet all = loops_with(over, x[0]);
  if (!s.fits || cost(L, &s, all, 1) >= cost(L, &s, all, 0)) return NULL;
  return scan_build(L, &s, all, 1);
}

static Node *open_any(Lower *L, LoopSet over, int n, Node *const *factor)
{
  for (int k = 0; k < n; k++) {
    Node *r = open_scan(L, over, n, factor, k);
    if (r) return r;
  }
  return NULL;
}

Node *scan_open(Lower *L, LoopSet over, int n, Node *const *factor)
{
  Node *whole = open_any(L, over, n, factor);
  for (int at = 0; at < n && !whole; at++) {              /* in a term of a factor */
    Node *sum = factor[at];
    if (sum->kind != N_ADD) continue;
    Node **part = ARENA_ARRAY(L->arena, Node *, sum->nargs + 1), **rest = ARENA_ARRAY(L->arena, Node *, sum->nargs);
    double *coef = ARENA_ARRAY(L->arena, double, sum->nargs + 1), *rest_coef = ARENA_ARRAY(L->arena, double, sum->nargs);
    int nopen = 0, nrest = 0;
    for (int k = 0; k < sum->nargs; k++) {
      const Node *t = sum->arg[k];
      int m = t->kind == N_MUL ? t->nargs : 1, nf = 0;
      Node **f = ARENA_ARRAY(L->arena, Node *, n + m);
      for (int j = 0; j < n; j++) if (j != at) f[nf++] = factor[j];
      for (int j = 0; j < m; j++) f[nf++] = t->kind == N_MUL ? t->arg[j] : sum->arg[k];
      Node *r = open_any(L, over, nf, f);
      if (r) { part[nopen] = r; coef[nopen++] = sum->coef[k]; }
      else { rest[nrest] = sum->arg[k]; rest_coef[nrest++] = sum->coef[k]; }
    }
    if (nopen == 0) continue;
    if (nrest) {
      Node **f = ARENA_ARRAY(L->arena, Node *, n);
      for (int j = 0; j < n; j++) f[j] = j == at ? node_add(L, nrest, rest_coef, rest) : factor[j];
      part[nopen] = node_dot(L, over, n, f);
      coef[nopen++] = 1;
    }
    whole = node_add(L, nopen, coef, part);
  }
  return whole;
}

/* ---- log-sum-exp ---- */

Node *scan_lse(Lower *L, LoopSet over, Node *body)
{
  Loop *a, *b;
  if (!comparison_in(L, body, true, &a, &b) || loops_has(over, a) == loops_has(over, b)) return NULL;
  Scan s = { .loop = { loops_has(over, a) ? a : b, loops_has(over, a) ? b : a }, .fits = true };
  put_log(L, &s, 1, body);
  if (!s.fits || !is_range(&s)) return NULL;
  LoopSet inner = loops_without(over, s.loop[0]);
  Node *exponent = s.side[0].exponent;
  if (s.side[1].exponent && loops_meet(s.side[1].exponent->free, over)) return NULL;
  if (!loops_empty(inner)) {
    if (!exponent || !loops_empty(loops_minus(inner, exponent->free))) return NULL;
    exponent = node_over(L, N_LSE, 0, inner, exponent);
  }
  Node *sum = scan_node(L, &s, 0, 1, node_number(L, 1), exponent, NULL);
  return s.side[1].exponent ? node_add2(L, 1, sum, 1, s.side[1].exponent) : sum;
}
