/* chain.c: sums of products that meet in sums of products.
 *
 * sum{j} b[k,j] * sum{l} a[i,l] b[l,j] as it stands costs I*J*K, twice; as sum{l} a[i,l] * (sum{j} b[k,j] b[l,j]) it costs
 * K*K*(I + J). The inner sum is opened where the cheapest order of all factors together costs less than half of the outer
 * sum alone. And sum{j} v[j] g[j] + sum{j} v[j] h[j] is sum{j} v[j] (g[j] + h[j]).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/site.h"
#include <math.h>

enum { MOST = 8 };                                        /* factors that are ordered */
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
  return node_intern(L, &(Node){ .kind = N_MAP, .op = n->op, .kernel = n->kernel, .rough = n->rough, .nargs = n->nargs, .arg = copy.arg });
}

/* the cheapest pair first, summed over what no other factor has; the cost of it all. With `build` the factors become nodes */
static double ordered(Lower *L, LoopSet over, int n, Node *const *factor, bool build, Node **result)
{
  Node *f[MOST] = { 0 };
  LoopSet free[MOST];
  double total = 0;
  for (int k = 0; k < n; k++) { f[k] = factor[k]; free[k] = factor[k]->free; }
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
        if (cost < least) { least = cost; a = i; b = j; gone = out; }
      }
    LoopSet space = loops_union(free[a], free[b]);
    total += loops_size(L, space);
    if (build) {
      Node *pair[2] = { f[a], f[b] };
      if (pair[0]->id > pair[1]->id) { pair[0] = f[b]; pair[1] = f[a]; }
      f[a] = loops_empty(gone) ? node_mul(L, 2, pair) : node_intern(L, &(Node){ .kind = N_DOT, .over = gone, .nargs = 2, .arg = pair });
    }
    free[a] = loops_minus(space, gone);
    f[b] = f[n - 1];
    free[b] = free[n - 1];
    n--;
  }
  if (build) *result = f[0];
  return total;
}

Node *chain_unfold(Lower *L, LoopSet over, int n, Node *const *factor)
{
  Loop *row, *col;
  if (n < 2 || n > MOST || sparse_factor(&(Node){ .kind = N_DOT, .over = over, .nargs = n, .arg = (Node **)factor }, &row, &col)) return NULL;
  double outer = ordered(L, over, n, factor, false, NULL);
  if (outer < worth) return NULL;
  for (int k = 0; k < n; k++) {
    const Node *x = factor[k];
    if (x->kind != N_DOT || n - 1 + x->nargs > MOST || sparse_factor(x, &row, &col)) continue;
    Node *f[MOST];
    LoopSet taken = over, sums = over;
    bool fits = true;
    int nf = 0;
    for (int j = 0; j < n; j++) { taken = loops_union(taken, factor[j]->free); if (j != k) f[nf++] = factor[j]; }
    for (int j = 0; j < x->nargs; j++) f[nf + j] = x->arg[j];
    Loop *inner[LOOPS_MAX];
    int ninner = loops_list(L, x->over, inner);
    for (int m = 0; m < ninner && fits; m++) {
      Loop *to = loop_free_slot(L, (Axis *)(uintptr_t)inner[m]->axis, inner[m]->lo, inner[m]->n, taken, 0);
      taken = loops_with(taken, to);
      sums = loops_with(sums, to);
      for (int j = 0; j < x->nargs && fits && to != inner[m]; j++) fits = (f[nf + j] = renamed(L, f[nf + j], inner[m], to)) != NULL;
    }
    nf += x->nargs;
    Node *result;
    if (!fits || L->failed || 2 * ordered(L, sums, nf, f, false, NULL) >= outer) continue;
    ordered(L, sums, nf, f, true, &result);
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
