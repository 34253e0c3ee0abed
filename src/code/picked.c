/* picked.c: elements that labels pick from small tables.
 *
 * log p[y[i]] for many i is (log p)[y[i]]: a function of the table once, not of each element that is picked from it. And where
 * all but the table depends on the data alone, sum{i} x[i] b[y[i]] is sum{k} b[k] (sum{i : y[i] == k} x[i]), whose inner sum
 * is made once.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/site.h"

static const double kept_most = 1 << 20;                  /* numbers of sums by label that are kept */
static const double worth = 4096;                         /* elements below which nothing is rearranged */

/* what labels pick from, along loops of its own, and these loops with their labels */
typedef struct Table { Node *whole; Loop *own[ARRAY_MAX_AXES]; Sub label[ARRAY_MAX_AXES]; int n; } Table;

static bool of_access(Lower *L, const Node *n, LoopSet taken, Table *t)
{
  Sub sub[ARRAY_MAX_AXES];
  if (n->origin->sparse) return false;
  for (int k = 0; k < n->nsub; k++) {
    sub[k] = n->sub[k];
    if (sub[k].kind != SUB_NODE) continue;
    Axis *axis = n->origin->sym->axis[k];
    Loop *l = loop_free_slot(L, axis, 1, axis->size, taken, 0);
    taken = loops_with(taken, l);
    t->own[t->n] = l;
    t->label[t->n++] = sub[k];
    sub[k] = (Sub){ .kind = SUB_LOOP, .loop = l };
  }
  if (t->n) t->whole = node_intern(L, &(Node){ .kind = N_ACCESS, .nsub = n->nsub, .sub = sub, .origin = n->origin });
  return t->n > 0;
}

/* of an element whose axes are all picked by labels */
static bool of_element(const Node *n, LoopSet taken, Table *t)
{
  if (n->nown > ARRAY_MAX_AXES) return false;
  for (int k = 0; k < n->nown; k++) {
    if (n->sub[k].kind != SUB_NODE || loops_has(taken, n->own[k])) return false;
    t->own[t->n] = n->own[k];
    t->label[t->n++] = n->sub[k];
  }
  t->whole = n->arg[0];
  return t->n > 0;
}

/* taken: loops that are none of the table's own */
static bool find_table(Lower *L, const Node *n, LoopSet taken, Table *t)
{
  *t = (Table){ 0 };
  return n->kind == N_ACCESS ? of_access(L, n, taken, t) : n->kind == N_ELEMENT && of_element(n, taken, t);
}

Node *picked_map(Lower *L, int op, int kernel, bool rough, Node *arg)
{
  Table t;
  if (loops_size(L, arg->free) < worth || !find_table(L, arg, arg->free, &t)) return NULL;
  if (2 * loops_size(L, t.whole->free) > loops_size(L, arg->free)) return NULL;
  Node *map = node_intern(L, &(Node){ .kind = N_MAP, .op = op, .kernel = kernel, .rough = rough, .nargs = 1, .arg = &t.whole });
  return node_element(L, map, t.n, t.own, t.label);
}

Node *picked_element(Lower *L, Node *access)
{
  Table t;
  return find_table(L, access, access->free, &t) ? node_element(L, t.whole, t.n, t.own, t.label) : NULL;
}

/* labels of data that are all in the table */
static bool are_labels(Lower *L, const Table *t)
{
  for (int k = 0; k < t->n; k++) {
    Node *at = t->label[k].node;
    if (!node_fixed(at) || !at->expr) return false;
    Range r = facts_range(L->facts, at->expr);
    if (!r.integer || r.lo < t->own[k]->lo || r.hi > (double)(t->own[k]->lo + t->own[k]->n - 1)) return false;
  }
  return true;
}

Node *picked_sum(Lower *L, LoopSet over, int n, Node *const *factor)
{
  int at = -1;
  for (int k = 0; k < n; k++) {
    if (node_fixed(factor[k])) continue;
    if (at >= 0) return NULL;
    at = k;
  }
  Table t;
  LoopSet taken = over, rows = over, labels = { { 0 } };
  for (int k = 0; k < n; k++) taken = loops_union(taken, factor[k]->free);
  if (at < 0 || loops_size(L, taken) < worth || !find_table(L, factor[at], taken, &t) || !are_labels(L, &t)) return NULL;
  Node **rest = ARENA_ARRAY(L->arena, Node *, n + 1);
  int nrest = 0;
  for (int k = 0; k < n; k++) if (k != at) rest[nrest++] = factor[k];
  if (nrest == 0) rest[nrest++] = node_number(L, 1);
  rows = loops_minus(rows, t.whole->free);                /* those that are summed by label */
  for (int k = 0; k < t.n; k++) labels = loops_union(labels, t.label[k].node->free);
  if (loops_empty(rows) || !loops_empty(loops_minus(labels, rows))) return NULL;
  LoopSet left = loops_minus(over, rows);
  for (int k = 0; k < t.n; k++) left = loops_with(left, t.own[k]);
  LoopSet seen = labels;
  for (int k = 0; k < nrest; k++) seen = loops_union(seen, rest[k]->free);
  if (!loops_empty(loops_minus(rows, seen))) return NULL;
  Node *sums = node_intern(L, &(Node){ .kind = N_SCATTER, .over = rows, .nargs = nrest, .arg = rest, .nown = t.n, .own = t.own, .nsub = t.n, .sub = t.label });
  if (loops_size(L, sums->free) > kept_most || 2 * loops_size(L, sums->free) > loops_size(L, taken)) return NULL;
  return node_dot(L, left, 2, (Node *[]){ t.whole, sums });
}
