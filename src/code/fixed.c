/* fixed.c: what depends on the data alone leaves the iteration.
 *
 * A node is fixed if all that it reads was bound before the first run and stays. Its whole tensor, wherever one is wanted, is
 * made by sections that run once. Inside a pass a fixed tile costs the same in every run, so it is kept row by row instead,
 * if that is dearer than to read it back, and if what is kept is small beside the data that it was made from.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/site.h"
#include <math.h>

enum { DEAR = 20, CALL_COST = 20, SHARE = 4 };            /* operations for one number; of a function; data that one number kept stands for */
static const double always = 1 << 22;                     /* numbers that are kept whatever the data's size */

bool symbol_fixed(const Symbol *s) { return s->value && (s->kind == SYM_DATA || s->kind == SYM_LET); }

bool node_fixed(Node *n)
{
  if (n->fixed) return n->fixed > 0;
  bool fixed = true;
  if (n->kind == N_ACCESS) fixed = n->origin->def < 0 && symbol_fixed(n->origin->sym);
  for (int k = 0; k < n->nargs && fixed; k++) fixed = node_fixed(n->arg[k]);
  for (int k = 0; k < n->nsub && fixed; k++) fixed = n->sub[k].kind != SUB_NODE || node_fixed(n->sub[k].node);
  n->fixed = fixed ? 1 : -1;
  return fixed;
}

/* operations for the whole tensor: what has few elements is made once for all that read it */
static double work(Lower *L, const Node *n, double limit)
{
  double own = 1, below = 0;
  switch (n->kind) {
  case N_NUMBER: case N_VALUE: case N_ACCESS: return 0;
  case N_MAP: own = n->op == OP_CALL || n->op == OP_POW ? CALL_COST : n->op == OP_DIV || n->op == OP_RECIP || n->op == OP_SQRT ? 4 : 1; break;
  case N_ADD: case N_MUL: case N_DOT: own = n->nargs; break;
  case N_LSE: case N_WEIGHT: own = CALL_COST; break;
  default: break;
  }
  for (int k = 0; k < n->nargs && below < limit; k++) below += work(L, n->arg[k], limit);
  return own * loops_size(L, n->kind == N_SCAN ? n->free : loops_union(n->free, n->over)) + below;
}

/* elements of the greatest array that is read */
static double data_read(const Node *n)
{
  double most = n->kind == N_ACCESS ? 1 : 0;
  if (n->kind == N_ACCESS) for (int k = 0; k < n->origin->sym->naxes; k++) most *= (double)n->origin->sym->axis[k]->size;
  for (int k = 0; k < n->nargs; k++) most = fmax(most, data_read(n->arg[k]));
  return most;
}

bool node_kept(Lower *L, Node *n)
{
  switch (n->kind) {
  case N_MAP: case N_ADD: case N_MUL: case N_DOT: case N_REDUCE: case N_LSE: break;
  default: return false;
  }
  if (!node_fixed(n)) return false;
  if (!n->kept) {
    double size = loops_size(L, n->free);
    bool small = size <= always || size * SHARE <= data_read(n);
    n->kept = small && work(L, n, DEAR * size) >= DEAR * size ? 1 : -1;
  }
  return n->kept > 0;
}
