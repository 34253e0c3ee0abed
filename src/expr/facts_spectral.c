/* facts_spectral.c: curvature of sums over eigenvalues, singular values, and the least or greatest of several.
 *
 * A symmetric convex function of the eigenvalues of a symmetric matrix is convex in the matrix; one of the singular values has to be nondecreasing too
 * (Davis 1957; Lewis 1995). The sum of the h least of several concave functions is the least over all choices of h, so concave.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "expr/facts_internal.h"
#include "expr/diff.h"
#include <math.h>

typedef struct Search { Facts *facts; const Index *over; MatrixOp op; const Expr *found; bool more; } Search;

static void find(Search *s, const Expr *e)
{
  if (e->kind == X_MATRIX && (e->op == s->op) && e->nbound == 2 && e->arg[1]->kind == X_INDEX && e->arg[1]->u.index == s->over) {
    s->more |= s->found && s->found != e;
    s->found = e;
    return;
  }
  for (int k = 0; k < e->nargs; k++) if (e->arg[k]) find(s, e->arg[k]);
}

/* sum{k} f(s[k]) where s are all eigenvalues, or all singular values, of an affine matrix */
static Curvature of_spectrum(Facts *f, const Expr *body, const Index *over, MatrixOp op)
{
  Pool *pool = f->pool;
  Search s = { .facts = f, .over = over, .op = op };
  find(&s, body);
  if (!s.found || s.more || expr_has_free(s.found->arg[0], over)) return CURV_UNKNOWN;
  Curvature inner = facts_curvature(f, s.found->arg[0]);
  if (inner != CURV_AFFINE) return CURV_UNKNOWN;
  Symbol *t = symbol_new(pool, SYM_PARAM, name_of("s"), 0, NULL);
  if (op == MAT_SINGULAR) t->domain = (Domain){ .kind = DOMAIN_INTERVAL, .lo = 0, .hi = INFINITY, .hi_open = true };
  const Expr *of_one = expr_subst_node(pool, body, s.found, expr_access(pool, t, NULL)), *slope = expr_diff(pool, of_one, t, NULL, NULL);
  if (facts_is_active(f, of_one) || expr_has_free(of_one, over) || !slope) return CURV_UNKNOWN;
  Facts *own = facts_beside(f, 1, &t);
  Curvature c = facts_curvature(own, of_one);
  if (op == MAT_EIGENVALUE) return c;
  return (c == CURV_CONVEX || c == CURV_AFFINE) && facts_is_nonnegative(own, slope) ? CURV_CONVEX : CURV_UNKNOWN;
}

/* sum{i} (ranks(f)[i] <= h) * f[i] is concave for concave f; with ranks(-f), the greatest, convex for convex f */
static Curvature of_sorted(Facts *f, const Expr *body, const Index *over)
{
  Pool *pool = f->pool;
  for (int k = 0; k < body->nargs && body->kind == X_MUL; k++) {
    const Expr *least = body->arg[k], *rank = least->kind == X_CMP && least->op == C_LE ? least->arg[0] : NULL;
    if (!rank || rank->kind != X_MATRIX || rank->op != MAT_RANK || rank->nbound != 2 || facts_is_active(f, least->arg[1])) continue;
    if (rank->arg[1]->kind != X_INDEX || rank->arg[1]->u.index != over || expr_has_free(rank->arg[0], over) || expr_has_free(least->arg[1], over)) return CURV_UNKNOWN;
    const Expr *rest = expr_div(pool, body, least), *sorted = expr_subst_index(pool, rank->arg[0], rank->u.bound[0], rank->arg[1]), *a, *b;
    double x = expr_split_coef(pool, rest, &a), y = expr_split_coef(pool, sorted, &b);
    Curvature c = a == b ? facts_curvature(f, rest) : CURV_UNKNOWN;
    if (c == CURV_AFFINE || c == CURV_CONSTANT) return x * y > 0 ? CURV_CONCAVE : CURV_CONVEX;
    return (x * y > 0) == (c == CURV_CONCAVE) ? c : CURV_UNKNOWN;
  }
  return CURV_UNKNOWN;
}

Curvature curvature_of_spectral_sum(Facts *f, const Expr *e)
{
  Index *open[EXPR_OPEN_INDICES];
  const Expr *arg[EXPR_OPEN_ARGS];
  if (!facts_is_whole_sum(e)) return CURV_UNKNOWN;
  expr_open(f->pool, facts_unbind(f, e), open, arg);
  for (MatrixOp op = MAT_EIGENVALUE; op <= MAT_SINGULAR; op++) {
    Curvature c = op == MAT_EIGENVECTOR ? CURV_UNKNOWN : of_spectrum(f, arg[0], open[0], op);
    if (c != CURV_UNKNOWN) return c;
  }
  return of_sorted(f, arg[0], open[0]);
}
