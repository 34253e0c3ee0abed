/* match_matrix.c: matrix functions in patterns.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules/match_internal.h"

/* body against body; an inverse is symmetric, so its element may stand there the other way round */
bool bindings_match_matrix(Bindings *b, const Expr *pattern, const Expr *target)
{
  Index *pi[EXPR_OPEN_INDICES], *ti[EXPR_OPEN_INDICES];
  const Expr *pa[EXPR_OPEN_ARGS], *ta[EXPR_OPEN_ARGS];
  if (target->kind != X_MATRIX || target->op != pattern->op || pattern->nbound != 2 || target->nbound != 2 || matrix_bodies(pattern) > 1) return false;
  int n = pattern->op == MAT_RANK ? 1 : 2;                  /* a vector has no columns to speak of */
  facts_open(b->pool, b->facts, OPEN_PATTERN, pattern, pi, pa);
  facts_open(b->pool, b->facts, OPEN_MATCH, target, ti, ta);
  for (int k = 0; k < n; k++)
    if (!bindings_map_axis(b, pi[k]->axis, ti[k]->axis, target->hint ? target->hint[k] : NULL)) return false;
  int outer = b->nmap;
  for (int k = 0; k < n; k++) bindings_map(b, pi[k], expr_index(b->pool, ti[k]));
  bool ok = match(b, pa[0], ta[0], NULL, NULL), same = true;
  b->nmap = outer;
  for (int k = 1; ok && same && k < pattern->nargs; k++) same = match(b, pa[k], ta[k], NULL, NULL);
  if (!ok || same) return ok;
  return pattern->op == MAT_INV && match(b, pa[1], ta[2], NULL, NULL) && match(b, pa[2], ta[1], NULL, NULL);
}

/* a sum of products of sums as one sum over several indices */
typedef struct FlatSum { Index *index[8]; int nindices; const Expr *factor[32]; int nfactors; } FlatSum;

static bool flatten(Pool *p, const Expr *e, FlatSum *f)
{
  if (e->kind == X_MUL) {
    for (int i = 0; i < e->nargs; i++)
      if (!flatten(p, e->arg[i], f)) return false;
    return true;
  }
  if (e->kind == X_REDUCE && e->op == R_SUM && e->nargs == 2 && expr_is_num(e->arg[1], 1)) {
    Index *i[1];
    const Expr *arg[4];
    if (f->nindices == 8) return false;
    expr_open(p, e, i, arg);
    f->index[f->nindices++] = i[0];
    return flatten(p, arg[0], f);
  }
  if (f->nfactors == 32) return false;
  f->factor[f->nfactors++] = e;
  return true;
}

static int inverse_among(const FlatSum *f)
{
  for (int i = 0; i < f->nfactors; i++)
    if (f->factor[i]->kind == X_MATRIX && f->factor[i]->op == MAT_INV && f->factor[i]->nbound == 2) return i;
  return -1;
}

static bool is_summed(const FlatSum *f, const Expr *e)
{
  for (int i = 0; i < f->nindices; i++)
    if (e->kind == X_INDEX && e->u.index == f->index[i]) return true;
  return false;
}

/* B takes all that stands beside the inverse, with the sums over other indices */
bool bindings_match_trace(Bindings *b, const Expr *pattern, const Expr *target)
{
  Pool *pool = b->pool;
  FlatSum p = { .nindices = 0 }, t = { .nindices = 0 };
  if (!flatten(pool, pattern, &p) || p.nindices != 2 || p.nfactors != 2 || inverse_among(&p) < 0) return false;
  if (!flatten(pool, target, &t) || inverse_among(&t) < 0) return false;
  const Expr *pinv = p.factor[inverse_among(&p)], *hole = p.factor[1 - inverse_among(&p)], *tinv = t.factor[inverse_among(&t)];
  if (hole->kind != X_HOLE || hole->nargs != 2 || !is_summed(&t, tinv->arg[1]) || !is_summed(&t, tinv->arg[2]) || tinv->arg[1] == tinv->arg[2]) return false;
  const Expr *rest = expr_num(pool, 1);
  for (int i = 0; i < t.nfactors; i++)
    if (t.factor[i] != tinv) rest = expr_mul(pool, rest, t.factor[i]);
  for (int i = 0; i < t.nindices; i++) {
    Index *k = t.index[i];
    if (tinv->arg[1]->u.index == k || tinv->arg[2]->u.index == k) continue;
    if (expr_has_free(tinv, k)) return false;               /* a matrix for each value of it */
    rest = expr_sum(pool, k, rest);
  }
  Bindings saved = *b;
  bool ok = true;
  for (int k = 0; k < 2 && ok; k++) {
    Index *to = tinv->arg[1 + k]->u.index;
    ok = bindings_map_axis(b, pinv->arg[1 + k]->u.index->axis, to->axis, to->name);
    bindings_map(b, pinv->arg[1 + k]->u.index, tinv->arg[1 + k]);
  }
  ok = ok && bindings_match_matrix(b, pinv, tinv) && match(b, hole, rest, NULL, NULL);
  if (ok) b->nmap = saved.nmap;
  else *b = saved;
  return ok;
}
