/* join.c: sums of products that have all but one factor in common: sum{j} v[j] g[j] + sum{j} v[j] h[j] is
 * sum{j} v[j] (g[j] + h[j]).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/site.h"

static const double worth = 65536;                        /* operations below which nothing is rearranged */

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

Node *node_join(Lower *L, const Node *a, double ca, const Node *b, double cb)
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
