/* chain.c: sums of products that meet in sums of products.
 *
 * sum{j} b[k,j] * sum{l} a[i,l] b[l,j] as it stands costs I*J*K, twice; as sum{l} a[i,l] * (sum{j} b[k,j] b[l,j]) it costs
 * K*K*(I + J). The inner sum is opened where the cheapest order of all factors together costs less than half of the outer
 * sum alone, so that it pays even if the inner one is wanted elsewhere, or so little beside both that it does not matter.
 * What depends on the data alone is made once: of its cost an iteration bears a part. And sum{j} v[j] g[j] + sum{j} v[j] h[j] is sum{j} v[j] (g[j] + h[j]).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/site.h"
#include <math.h>
#include <stdlib.h>

enum { MOST = 8, MUCH = 8, RUNS = 16 };                   /* factors that are ordered; the inner sum's cost beside all; iterations that share what is made once */
static const double kept_most = 1 << 20;                  /* numbers of a product that is kept for these */
static const double worth = 65536;                        /* operations below which nothing is rearranged */

/* n with loop `from` called `to`; NULL: n holds something that is not followed */
static Node *renamed(Lower *L, Node *n, const Loop *from, Loop *to)
{
  if (!loops_has(n->free, from)) return n;
  Node copy = *n;
  Sub sub[ARRAY_MAX_AXES];
  if (n->kind == N_ACCESS) {
    for (int k = 0; k < n->nsub; k++) {
      sub[k] = n->sub[k];
      if (sub[k].kind == SUB_NODE) return NULL;
      if (sub[k].kind == SUB_LOOP && sub[k].loop == from) sub[k].loop = to;
    }
    return node_intern(L, &(Node){ .kind = N_ACCESS, .nsub = n->nsub, .sub = sub, .origin = n->origin });
  }
  if (n->kind != N_MAP && n->kind != N_ADD && n->kind != N_MUL) return NULL;
  copy.arg = ARENA_ARRAY(L->arena, Node *, n->nargs);
  for (int k = 0; k < n->nargs; k++) if (!(copy.arg[k] = renamed(L, n->arg[k], from, to))) return NULL;
  if (n->kind == N_ADD) return node_add(L, n->nargs, n->coef, copy.arg);
  if (n->kind == N_MUL) return node_mul(L, n->nargs, copy.arg);
  return node_map_again(L, n, copy.arg);
}

static int by_id(const void *a, const void *b) { return (*(Node *const *)a)->id - (*(Node *const *)b)->id; }

/* factors stay apart: in which order they are multiplied is seen where they are computed (form.c) */
static Node *sum_of_product(Lower *L, LoopSet over, Node *a, Node *b)
{
  Node *both[2] = { a, b }, **f = ARENA_ARRAY(L->arena, Node *, (a->kind == N_MUL ? a->nargs : 1) + (b->kind == N_MUL ? b->nargs : 1));
  int n = 0;
  for (int k = 0; k < 2; k++) {
    bool apart = both[k]->kind == N_MUL && both[k]->arg[0]->kind != N_NUMBER;
    for (int j = 0; j < (apart ? both[k]->nargs : 1); j++) f[n++] = apart ? both[k]->arg[j] : both[k];
  }
  qsort(f, (size_t)n, sizeof *f, by_id);
  return node_intern(L, &(Node){ .kind = N_DOT, .over = over, .nargs = n, .arg = f });
}

static bool is_once(const Lower *L, bool fixed, LoopSet result) { return fixed && loops_size(L, result) <= kept_most; }

/* the cheapest pair first, summed over what no other factor has; the cost of it all. With `build` the factors become nodes */
static double ordered(Lower *L, LoopSet over, int n, Node *const *factor, bool build, Node **result)
{
  Node *f[MOST] = { 0 };
  LoopSet free[MOST];
  bool fixed[MOST];
  double total = 0;
  for (int k = 0; k < n; k++) { f[k] = factor[k]; free[k] = factor[k]->free; fixed[k] = node_fixed(factor[k]); }
  for (int k = 0; k < n; k++) {                           /* loops of one factor alone */
    LoopSet alone = loops_both(over, free[k]);
    for (int j = 0; j < n; j++) if (j != k) alone = loops_minus(alone, free[j]);
    if (loops_empty(alone)) continue;
    total += loops_size(L, free[k]);
    free[k] = loops_minus(free[k], alone);
    if (build) f[k] = node_intern(L, &(Node){ .kind = N_DOT, .over = alone, .nargs = 1, .arg = &f[k] });
  }
  while (n > 1) {
    int a = 0, b = 1;
    double least = INFINITY;
    LoopSet gone = { { 0 } };
    for (int i = 0; i < n; i++)
      for (int j = i + 1; j < n; j++) {
        LoopSet space = loops_union(free[i], free[j]), out = loops_both(space, over);
        for (int m = 0; m < n; m++) if (m != i && m != j) out = loops_minus(out, free[m]);
        double cost = loops_size(L, space) + loops_size(L, loops_minus(space, out));
        if (is_once(L, fixed[i] && fixed[j], loops_minus(space, out))) cost /= RUNS;
        if (cost < least) { least = cost; a = i; b = j; gone = out; }
      }
    LoopSet space = loops_union(free[a], free[b]);
    fixed[a] = fixed[a] && fixed[b];
    total += loops_size(L, space) / (is_once(L, fixed[a], loops_minus(space, gone)) ? RUNS : 1);
    if (build) {
      f[a] = loops_empty(gone) ? node_mul2(L, f[a], f[b]) : sum_of_product(L, gone, f[a], f[b]);
    }
    free[a] = loops_minus(space, gone);
    f[b] = f[n - 1];
    free[b] = free[n - 1];
    fixed[b] = fixed[n - 1];
    n--;
  }
  if (build) *result = f[0];
  return total;
}

/* Factors on their way into one list: those of opened sums beside the others, with loops of their own. */
typedef struct Opened { Node *f[MOST]; int n; LoopSet sums, taken; double work; bool fits; } Opened;

/* the factors of x, which is a sum; with `deep` those of sums among them as well */
static void open_sum(Lower *L, Opened *o, const Node *x, bool deep)
{
  Loop *inner[LOOPS_MAX], *row, *col;
  Node *f[MOST];
  int ninner = loops_list(L, x->over, inner);
  if (!(o->fits = o->fits && x->nargs <= MOST)) return;
  for (int j = 0; j < x->nargs; j++) f[j] = x->arg[j];
  o->work += ordered(L, x->over, x->nargs, x->arg, false, NULL);
  for (int m = 0; m < ninner; m++) {
    Loop *to = loop_free_slot(L, (Axis *)(uintptr_t)inner[m]->axis, inner[m]->lo, inner[m]->n, o->taken, 0);
    o->taken = loops_with(o->taken, to);
    o->sums = loops_with(o->sums, to);
    for (int j = 0; j < x->nargs && o->fits && to != inner[m]; j++) o->fits = (f[j] = renamed(L, f[j], inner[m], to)) != NULL;
    if (!o->fits) return;
  }
  for (int j = 0; j < x->nargs; j++) o->taken = loops_union(o->taken, f[j]->free);
  for (int j = 0; j < x->nargs && o->fits; j++) {
    if (deep && f[j]->kind == N_DOT && !sparse_factor(f[j], &row, &col)) open_sum(L, o, f[j], true);
    else if ((o->fits = o->n < MOST)) o->f[o->n++] = f[j];
  }
}

Node *chain_unfold(Lower *L, LoopSet over, int n, Node *const *factor)
{
  Loop *row, *col;
  if (n < 1 || n > MOST || sparse_factor(&(Node){ .kind = N_DOT, .over = over, .nargs = n, .arg = (Node **)factor }, &row, &col)) return NULL;
  Node *picked = picked_sum(L, over, n, factor);
  if (picked) return picked;
  bool any = false;
  for (int k = 0; k < n; k++) any |= factor[k]->kind == N_DOT;
  if (!any) return NULL;
  double outer = ordered(L, over, n, factor, false, NULL);
  for (int k = 0; k < 2 * n; k++) {                       /* each alone, then with all that is in it */
    const Node *x = factor[k % n];
    if (x->kind != N_DOT || sparse_factor(x, &row, &col)) continue;
    Opened o = { .sums = over, .taken = over, .fits = true };
    for (int j = 0; j < n; j++) { o.taken = loops_union(o.taken, factor[j]->free); if (j != k % n) o.f[o.n++] = factor[j]; }
    open_sum(L, &o, x, k >= n);
    if (!o.fits || L->failed) continue;
    picked = picked_sum(L, o.sums, o.n, o.f);
    if (picked) return picked;
    if (outer + o.work < worth) continue;
    double all = ordered(L, o.sums, o.n, o.f, false, NULL);
    if (2 * all >= outer && MUCH * all >= outer + o.work) continue;
    Node *result;
    ordered(L, o.sums, o.n, o.f, true, &result);
    return result;
  }
  return NULL;
}

/* a and b are sums over the same loops of products that differ in one factor: which; false: they are not */
static bool differ_in_one(const Node *a, const Node *b, int *at_a, int *at_b)
{
  if (a->kind != N_DOT || b->kind != N_DOT || a->nargs != b->nargs || a->nargs < 2 || !loops_equal(a->over, b->over)) return false;
  int only_a = -1, only_b = -1;
  for (int side = 0; side < 2; side++) {
    const Node *x = side ? b : a, *y = side ? a : b;
    int alone = 0;
    for (int k = 0; k < x->nargs; k++) {
      bool both = false;
      for (int j = 0; j < y->nargs; j++) both |= x->arg[k] == y->arg[j];
      if (!both) { alone++; *(side ? &only_b : &only_a) = k; }
    }
    if (alone != 1) return false;
  }
  *at_a = only_a;
  *at_b = only_b;
  return true;
}

Node *chain_join(Lower *L, const Node *a, double ca, const Node *b, double cb)
{
  int i, j;
  Loop *row, *col;
  if (!differ_in_one(a, b, &i, &j) || a->rough || b->rough || sparse_factor(a, &row, &col) || sparse_factor(b, &row, &col)) return NULL;
  Node *g = a->arg[i], *h = b->arg[j];
  LoopSet all = loops_union(a->free, a->over);
  if (!loops_equal(g->free, h->free) || g->rough || h->rough || 4 * loops_size(L, g->free) > loops_size(L, all) || loops_size(L, all) < worth) return NULL;
  Node **f = ARENA_ARRAY(L->arena, Node *, a->nargs);
  for (int k = 0; k < a->nargs; k++) f[k] = a->arg[k];
  f[i] = node_add2(L, ca, g, cb, h);
  return node_dot(L, a->over, a->nargs, f);
}
