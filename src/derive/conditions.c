/* conditions.c: side conditions of rules; see conditions.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/conditions.h"
#include "expr/function.h"
#include "expr/print.h"
#include <math.h>
#include <string.h>

int condition_count(const Expr *where)
{
  return !where ? 0 : where->kind == X_MUL ? where->nargs : 1;
}

const Expr *condition_at(const Expr *where, int i)
{
  return where->kind == X_MUL ? where->arg[i] : where;
}

/* ---- predicates of a function hole f ---------------------------------------------------------------------------------- */

static Curvature shape_in(Bindings *b, const Expr *f, Symbol *t)
{
  return facts_curvature(facts_new(b->pool, 1, &t), f);
}

static bool is_constant_multiple_of_call(Bindings *b, const HoleBinding *f, double *coef, const Function **fn)
{
  const Expr *rest;
  *coef = expr_split_coef(b->pool, f->value, &rest);
  if (rest->kind != X_CALL || rest->nargs != 1 || rest->arg[0] != expr_access(b->pool, f->variable, NULL)) return false;
  *fn = rest->u.fn;
  return true;
}

static bool is_even(Bindings *b, const HoleBinding *f)
{
  const Expr *t = expr_access(b->pool, f->variable, NULL);
  return expr_subst_access(b->pool, f->value, f->variable, NULL, expr_neg(b->pool, t)) == f->value;
}

/* f as a function of the coordinate s = t^2 (t >= 0): by the library's table, else by facts on f(sqrt(s)) */
static Curvature shape_in_square(Bindings *b, const HoleBinding *f)
{
  double coef;
  const Function *fn;
  if (is_constant_multiple_of_call(b, f, &coef, &fn)) {
    for (const FunctionShape *s = fn->shapes; s; s = s->next) {
      if (!s->coordinate || s->coordinate->kind != X_POW || !expr_is_num(s->coordinate->arg[1], 2)) continue;
      bool concave = (s->flags & SHAPE_CONCAVE) != 0;
      return concave == (coef > 0) ? CURV_CONCAVE : CURV_CONVEX;
    }
  }
  Symbol *s = symbol_new(b->pool, SYM_ATOM, name_of("s"), 0, NULL);
  s->domain = (Domain){ .kind = DOMAIN_INTERVAL, .lo = 0, .hi = INFINITY, .lo_open = true };
  const Expr *root = expr_pow(b->pool, expr_access(b->pool, s, NULL), expr_rat(b->pool, 1, 2));
  return shape_in(b, expr_subst_access(b->pool, f->value, f->variable, NULL, root), s);
}

static bool is_square(const Expr *e) { return e->kind == X_POW && expr_is_num(e->arg[1], 2); }

static bool test_shape(Bindings *b, const HoleBinding *f, const Expr *call, Curvature want)
{
  Curvature c;
  if (call->nargs == 1) c = shape_in(b, f->value, f->variable);
  else if (is_square(call->arg[1])) c = shape_in_square(b, f);
  else return false;
  return c == want;
}

static bool test_concave(Bindings *b, const HoleBinding *f, const Expr *call) { return test_shape(b, f, call, CURV_CONCAVE); }
static bool test_convex(Bindings *b, const HoleBinding *f, const Expr *call) { return test_shape(b, f, call, CURV_CONVEX); }
static bool test_even(Bindings *b, const HoleBinding *f, const Expr *call) { (void)call; return is_even(b, f); }
static bool test_bounded(Bindings *b, const HoleBinding *f, const Expr *call)
{
  double coef;
  const Function *fn;
  (void)call;
  if (!is_constant_multiple_of_call(b, f, &coef, &fn)) return false;
  return isfinite(coef > 0 ? fn->curvature_hi : fn->curvature_lo);
}

/* predicates that a rule's `where` may name, each of a hole f(u) */
static const struct { const char *name; bool (*test)(Bindings *, const HoleBinding *, const Expr *call); const char *why; } predicates[] = {
  { "concave", test_concave, "by composition of the library's shapes, or the sign of the second derivative" },
  { "convex", test_convex, "by composition of the library's shapes, or the sign of the second derivative" },
  { "even", test_even, "f(-u) is the same expression" },
  { "bounded_curvature", test_bounded, "bound of the second derivative in the function's block" },
};

/* ---- one condition -------------------------------------------------------------------------------------------------------- */

static bool prove_comparison(Bindings *b, const Expr *c, const char **why)
{
  if (expr_is_num(c, 1)) { *why = "identically"; return true; }
  if (c->kind != X_CMP) return false;
  const Expr *gap = expr_sub(b->pool, c->arg[1], c->arg[0]);           /* a <= b: b - a >= 0 */
  bool ok = c->op == C_LE ? facts_is_nonnegative(b->facts, gap) : c->op == C_LT ? facts_is_positive(b->facts, gap) : false;
  if (ok) *why = facts_why_range(b->facts, gap);
  return ok;
}

static bool prove(Bindings *b, const Expr *pattern, Proofs *proofs, const char **failed)
{
  const char *why = NULL;
  const Expr *shown = pattern;
  bool ok = false;
  if (pattern->kind == X_HOLE) {
    const char *word = pattern->u.name->text;
    HoleBinding *f = pattern->nargs && pattern->arg[0]->kind == X_HOLE ? bindings_hole(b, pattern->arg[0]->u.name) : NULL;
    if (!pattern->nargs && (!strcmp(word, "unconstrained") || !strcmp(word, "lower_bound"))) {
      ok = true;                                           /* seen by the look-up (minimize.c) */
      why = "by the parameter's domain";
    } else if (f && !strcmp(word, "constant")) {
      ok = !facts_is_active(b->facts, f->value);
      why = "holds no parameter of the block";
    } else if (f && !strcmp(word, "entry")) {
      const Expr *entry;
      double sign = expr_split_coef(b->pool, f->value, &entry);
      ok = fabs(sign) == 1 && entry->kind == X_ACCESS && facts_is_active(b->facts, entry);
      why = "an entry of a parameter, or its negative";
    } else if (f && !strcmp(word, "whole")) {
      ok = facts_range(b->facts, f->value).integer;
      why = "whole numbers (data)";
    } else if (f && f->variable) {
      for (size_t i = 0; i < sizeof predicates / sizeof *predicates; i++)
        if (!strcmp(word, predicates[i].name)) { ok = predicates[i].test(b, f, pattern); why = predicates[i].why; }
    }
  } else {
    const Expr *c = instantiate(b, pattern);
    if (c) { ok = prove_comparison(b, c, &why); shown = c; }
  }
  if (ok && proofs) {
    Proof p = { shown, expr_text(pool_arena(b->pool), shown), why };
    vec_push(pool_arena(b->pool), proofs, p);
  }
  if (!ok && failed) *failed = expr_text(pool_arena(b->pool), shown);
  return ok;
}

static bool is_mapped(const Bindings *b, const Index *i)
{
  for (int k = 0; k < b->nmap; k++)
    if (b->from[k] == i) return true;
  return false;
}

bool conditions_hold(Bindings *b, const Expr *where, Proofs *proofs, const char **failed)
{
  int outer = b->nmap;
  for (int i = 0; i < condition_count(where); i++) {
    const Expr *c = condition_at(where, i);
    int pieces = 1;
    b->nmap = outer;
    for (int k = 0; k < c->nfree; k++)                     /* a[z] for every z: a fresh index of the target's axis, or each piece */
      for (int a = 0; a < b->naxes && !is_mapped(b, c->free[k]); a++) {
        if (b->axis[a].pattern != c->free[k]->axis) continue;
        const AxisBinding *axis = &b->axis[a];
        if (axis->npieces) { pieces = axis->npieces; continue; }
        for (int t = 0; t < axis->ntargets; t++)
          bindings_map(b, c->free[k], expr_index(b->pool, index_new(b->pool, axis->hint[t] ? axis->hint[t] : c->free[k]->name, axis->target[t])));
      }
    for (int k = 0; k < pieces; k++) {
      b->piece = k;
      if (!prove(b, c, proofs, failed)) { b->piece = 0; b->nmap = outer; return false; }
    }
    b->piece = 0;
  }
  b->nmap = outer;
  return true;
}
