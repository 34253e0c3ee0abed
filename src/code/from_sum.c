/* from_sum.c: sums. Nested sums become one N_DOT over several loops; sums of [k == label(i)] * f(i, k) become scatters by
 * label, f taken at the label alone; a sum over terms is taken apart where terms vanish outside the stored entries of sparse
 * data, or where the terms are products of smaller tensors, hence contractions.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "code/from.h"
#include <math.h>

static bool is_sparse_factor(const Expr *e)
{
  return e->kind == X_ACCESS && e->u.sym->value && e->u.sym->value->sparse;
}

static bool has_sparse_factor(const Expr *e)
{
  if (e->kind != X_MUL) return is_sparse_factor(e);
  for (int k = 0; k < e->nargs; k++) if (is_sparse_factor(e->arg[k])) return true;
  return false;
}

/* ---- scatters ------------------------------------------------------------------------------------------------------------ */

/* e has integer values in 1..size */
static bool is_label(Lower *L, const Expr *e, int64_t size)
{
  if (e->kind == X_REDUCE && (e->op == R_ARGMIN || e->op == R_ARGMAX)) {
    Index *fresh[EXPR_OPEN_INDICES];
    const Expr *args[EXPR_OPEN_ARGS];
    expr_open(L->pool, e, fresh, args);
    return fresh[0]->axis->size <= size;
  }
  Range r = facts_range(L->facts, e);
  return r.integer && r.lo >= 1 && r.hi <= (double)size;
}

/* factor is [k == label]: k a free loop over its whole axis, label moves with the summed loops */
static Loop *scatter_loop(Lower *L, const Expr *factor, LoopSet over, const Expr **label)
{
  if (factor->kind != X_CMP || factor->op != C_EQ) return NULL;
  for (int side = 0; side < 2; side++) {
    const Expr *k = factor->arg[side], *e = factor->arg[1 - side];
    Loop *l = k->kind == X_INDEX ? map_get(&L->loop_of, k->u.index) : NULL;
    if (!l || loops_has(over, l) || l->lo != 1 || l->n != l->axis->size || e->kind == X_INDEX) continue;
    LoopSet of = loops_of_expr(L, e);
    if (loops_has(of, l) || !loops_meet(of, over) || !is_label(L, e, l->n)) continue;
    *label = e;
    return l;
  }
  return NULL;
}

static Node *scatter(Lower *L, LoopSet over, int n, const Expr **factor)
{
  Loop *own[ARRAY_MAX_AXES];
  Sub sub[ARRAY_MAX_AXES];
  const Expr *label[ARRAY_MAX_AXES];
  int nown = 0;
  for (int k = 0; k < n && nown < ARRAY_MAX_AXES; k++) {
    Loop *l = scatter_loop(L, factor[k], over, &label[nown]);
    if (!l) continue;
    factor[k] = factor[--n];
    k = -1;                                               /* what was no label may be one now */
    for (int j = 0; j < n; j++) factor[j] = expr_subst_index(L->pool, factor[j], l->index, label[nown]);
    for (int j = 0; j < nown; j++) label[j] = expr_subst_index(L->pool, label[j], l->index, label[nown]);
    own[nown++] = l;
  }
  if (nown == 0) return NULL;
  for (int k = 0; k < nown; k++) sub[k] = (Sub){ .kind = SUB_NODE, .node = lower_expr(L, label[k]) };
  Node **f = ARENA_ARRAY(L->arena, Node *, 5 * n + 2), **out = ARENA_ARRAY(L->arena, Node *, 5 * n + 3);
  Node *product = node_mul(L, lower_factors(L, n, factor, f), f);
  int nf = 0, nout = 0;
  LoopSet seen = product->free;
  for (int k = 0; k < nown; k++) seen = loops_union(seen, sub[k].node->free);
  for (int k = 0; k < (product->kind == N_MUL ? product->nargs : 1); k++) {
    Node *x = product->kind == N_MUL ? product->arg[k] : product;
    if (loops_meet(x->free, over)) f[nf++] = x;
    else out[nout++] = x;
  }
  if (nf == 0) f[nf++] = node_number(L, 1);
  out[nout++] = node_intern(L, &(Node){ .kind = N_SCATTER, .over = loops_both(over, seen), .nargs = nf, .arg = f, .nown = nown, .own = own, .nsub = nown, .sub = sub });
  out[nout++] = node_number(L, loops_size(L, loops_minus(over, seen)));
  return node_mul(L, nout, out);
}

/* ---- sums ---------------------------------------------------------------------------------------------------------------- */

/* every term is a product of tensors that are all smaller than the sum of terms: summed term by term, each is a contraction */
static bool is_separable(Lower *L, LoopSet over, const Node *add)
{
  double full = loops_size(L, add->free);
  if (!loops_meet(add->free, over)) return false;
  for (int k = 0; k < add->nargs; k++) {
    const Node *t = add->arg[k];
    for (int j = 0; j < (t->kind == N_MUL ? t->nargs : 1); j++)
      if (loops_size(L, (t->kind == N_MUL ? t->arg[j] : t)->free) >= full) return false;
  }
  return true;
}

/* terms that sums within them make cheap by another order are summed by themselves; NULL: there is none */
static Node *without_chains(Lower *L, LoopSet over, const Node *add)
{
  Node **part = ARENA_ARRAY(L->arena, Node *, add->nargs + 1), **rest = ARENA_ARRAY(L->arena, Node *, add->nargs);
  double *coef = ARENA_ARRAY(L->arena, double, add->nargs + 1), *rest_coef = ARENA_ARRAY(L->arena, double, add->nargs);
  int n = 0, nrest = 0;
  for (int k = 0; k < add->nargs; k++) {
    Node *t = add->arg[k], *chain = chain_unfold(L, over, t->kind == N_MUL ? t->nargs : 1, t->kind == N_MUL ? t->arg : &t);
    if (chain) { part[n] = chain; coef[n++] = add->coef[k]; }
    else { rest[nrest] = t; rest_coef[nrest++] = add->coef[k]; }
  }
  if (n == 0) return NULL;
  if (nrest > 0) {
    part[n] = node_sum(L, over, node_add(L, nrest, rest_coef, rest));
    coef[n++] = 1;
  }
  return node_add(L, n, coef, part);
}

Node *node_sum(Lower *L, LoopSet over, Node *body)
{
  Node *factored = node_factored(L, body);
  if (factored) return node_dot(L, over, 1, &factored);
  if (body->kind == N_ADD && is_separable(L, over, body)) {
    Node **t = ARENA_ARRAY(L->arena, Node *, body->nargs);
    for (int k = 0; k < body->nargs; k++) t[k] = node_dot(L, over, 1, &body->arg[k]);
    return node_add(L, body->nargs, body->coef, t);
  }
  Node *apart = body->kind == N_ADD ? without_chains(L, over, body) : NULL;
  return apart ? apart : node_dot(L, over, 1, &body);
}

/* a sum of which some term goes where a label says, (k == a[i]) + (k == b[i]), among these factors; n: none. Term by term, only the
 * labelled k are touched. */
static int factor_with_labels(Lower *L, LoopSet over, int n, const Expr *const *factor)
{
  const Expr *label;
  for (int j = 0; j < n; j++)
    for (int k = 0; factor[j]->kind == X_ADD && k < factor[j]->nargs; k++) {
      const Expr *t = factor[j]->arg[k];
      for (int m = 0; m < (t->kind == X_MUL ? t->nargs : 1); m++)
        if (scatter_loop(L, t->kind == X_MUL ? t->arg[m] : t, over, &label)) return j;
    }
  return n;
}

static Node *sum_over(Lower *L, LoopSet over, const Expr *body, const Expr *cond);

/* the sum of the terms' sums: factor[at] is a sum */
static Node *sum_by_terms(Lower *L, LoopSet over, int n, const Expr **factor, int at, const Expr *cond)
{
  const Expr *sum = factor[at];
  Node **t = ARENA_ARRAY(L->arena, Node *, sum->nargs);
  double *one = ARENA_ARRAY(L->arena, double, sum->nargs);
  for (int k = 0; k < sum->nargs; k++) {
    factor[at] = sum->arg[k];
    t[k] = sum_over(L, over, expr_mul_n(L->pool, n, factor), cond);
    one[k] = 1;
  }
  factor[at] = sum;
  return node_add(L, sum->nargs, one, t);
}

static Node *sum_over(Lower *L, LoopSet over, const Expr *body, const Expr *cond)
{
  if (body->kind == X_ADD) {
    bool sparse = false;
    for (int k = 0; k < body->nargs; k++) sparse |= has_sparse_factor(body->arg[k]);
    if (sparse) return sum_by_terms(L, over, 1, &body, 0, cond);
  }
  int nb = body->kind == X_MUL ? body->nargs : 1, nc = cond ? cond->kind == X_MUL ? cond->nargs : 1 : 0;
  const Expr **f = ARENA_ARRAY(L->arena, const Expr *, nb + nc);
  memcpy(f, body->kind == X_MUL ? body->arg : &body, (size_t)nb * sizeof *f);
  if (nc) memcpy(f + nb, cond->kind == X_MUL ? cond->arg : &cond, (size_t)nc * sizeof *f);
  int at = factor_with_labels(L, over, nb, f);
  if (at < nb) return sum_by_terms(L, over, nb, f, at, cond);
  Node *s = scatter(L, over, nb + nc, f);
  if (s) return s;
  Node **node = ARENA_ARRAY(L->arena, Node *, 5 * (nb + nc) + 1);
  int n = lower_factors(L, nb, f, node);                  /* conditions apart: they are no part of a softmax's terms */
  for (int k = 0; k < nc; k++) node[n++] = lower_expr(L, f[nb + k]);
  if (n == 1) return node_sum(L, over, node[0]);
  return node_dot(L, over, n, node);
}

Node *lower_sum(Lower *L, const Expr *e)
{
  LoopSet over;
  const Expr *cond;
  bool empty;
  const Expr *body = open_sums(L, e, &over, &cond, &empty);
  return empty ? node_number(L, 0) : sum_over(L, over, body, cond);
}
