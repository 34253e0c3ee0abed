/* common.c: factors that all terms of a sum, or both branches of a condition, have.
 *
 * x[i,d] a[i] + x[i,d] b[i] is x[i,d] (a[i] + b[i]), and if c[i] then x[i,d] a[i] else 0 is x[i,d] (if c[i] then a[i] else 0):
 * what is left is a smaller tensor, and a sum over i of the whole is a product of matrices. Derivatives by the coefficients of a
 * linear form are such sums, branch by branch.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/from.h"

typedef struct Factors { Node **f; int n; } Factors;

static bool is_branch(const Node *n) { return n->kind == N_MAP && n->op == OP_SELECT; }

static Factors factors_of(Lower *L, Node *n)
{
  if (n->kind == N_ELEMENT && n->plain) {                 /* a view along other loops: as if it had been written along these */
    Factors x = factors_of(L, lower_unrenamed(L, n->plain));
    return x.n > 1 ? x : (Factors){ arena_copy(L->arena, &n, sizeof n), 1 };
  }
  Node *whole = is_branch(n) || n->kind == N_ADD ? node_factored(L, n) : n;
  if (!whole) whole = n;
  if (whole->kind != N_MUL) return (Factors){ arena_copy(L->arena, &whole, sizeof whole), 1 };
  if (whole != n) return (Factors){ whole->arg, whole->nargs };
  VEC(Node *) all = { 0 };
  for (int k = 0; k < n->nargs; k++) {
    Factors x = factors_of(L, n->arg[k]);
    for (int j = 0; j < x.n; j++) vec_push(L->arena, &all, x.f[j]);
  }
  return (Factors){ all.data, all.len };
}

static int find(Factors x, const Node *f)
{
  for (int k = 0; k < x.n; k++) if (x.f[k] == f) return k;
  return -1;
}

/* the product of x without these, each once */
static Node *without(Lower *L, Factors x, Factors gone)
{
  Factors left = { arena_copy(L->arena, x.f, (size_t)x.n * sizeof *x.f), x.n };
  for (int k = 0; k < gone.n; k++) {
    int at = find(left, gone.f[k]);
    if (at >= 0) left.f[at] = left.f[--left.n];
  }
  return node_mul(L, left.n, left.f);
}

/* those of a that b has as well, as often as in both */
static Factors both(Lower *L, Factors a, Factors b)
{
  Factors left = { arena_copy(L->arena, b.f, (size_t)b.n * sizeof *b.f), b.n }, c = { ARENA_ARRAY(L->arena, Node *, a.n), 0 };
  for (int k = 0; k < a.n; k++) {
    int at = a.f[k]->kind == N_NUMBER ? -1 : find(left, a.f[k]);
    if (at < 0) continue;
    c.f[c.n++] = a.f[k];
    left.f[at] = left.f[--left.n];
  }
  return c;
}

static bool is_zero(const Node *n) { return n->kind == N_NUMBER && n->number == 0; }

static Node *factored_add(Lower *L, const Node *n, Factors *common)
{
  Factors *x = ARENA_ARRAY(L->arena, Factors, n->nargs);
  Node **rest = ARENA_ARRAY(L->arena, Node *, n->nargs);
  for (int k = 0; k < n->nargs; k++) {
    x[k] = factors_of(L, n->arg[k]);
    *common = k ? both(L, *common, x[k]) : both(L, x[0], x[0]);
    if (common->n == 0) return NULL;
  }
  for (int k = 0; k < n->nargs; k++) rest[k] = without(L, x[k], *common);
  return node_add(L, n->nargs, n->coef, rest);
}

/* What may be infinite stays under its condition, and what has no other loops than that gains nothing outside. */
static Node *factored_branch(Lower *L, const Node *n, Factors *common)
{
  Factors yes = factors_of(L, n->arg[1]), no = factors_of(L, n->arg[2]);
  *common = is_zero(n->arg[1]) ? both(L, no, no) : is_zero(n->arg[2]) ? both(L, yes, yes) : both(L, yes, no);
  int kept = 0;
  for (int k = 0; k < common->n; k++)
    if (!common->f[k]->rough && !loops_empty(loops_minus(common->f[k]->free, n->arg[0]->free))) common->f[kept++] = common->f[k];
  common->n = kept;
  if (kept == 0) return NULL;
  Node *y = is_zero(n->arg[1]) ? n->arg[1] : without(L, yes, *common), *z = is_zero(n->arg[2]) ? n->arg[2] : without(L, no, *common);
  return node_select(L, n->arg[0], y, z);
}

Node *node_factored(Lower *L, Node *n)
{
  if (n->kind != N_ADD && !is_branch(n)) return NULL;
  Node **known = map_get(&L->factored, n);
  if (known) return *known;
  Factors common = { 0 };
  Node *left = n->kind == N_ADD ? factored_add(L, n, &common) : factored_branch(L, n, &common), *whole = NULL;
  if (left && loops_size(L, left->free) < loops_size(L, n->free)) {
    Node **f = ARENA_ARRAY(L->arena, Node *, common.n + 1);
    for (int k = 0; k < common.n; k++) f[k] = common.f[k];
    f[common.n] = left;
    whole = node_mul(L, common.n + 1, f);
  }
  map_put(L->arena, &L->factored, n, arena_copy(L->arena, &whole, sizeof whole));
  return whole;
}

Node *node_all_factors(Lower *L, Node *n)
{
  if (n->kind != N_MUL && n->kind != N_ADD && n->kind != N_ELEMENT && !is_branch(n)) return n;
  Factors x = factors_of(L, n);
  return node_mul(L, x.n, x.f);
}
