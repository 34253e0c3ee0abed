/* majorize_keep.c: which terms a surrogate may hold as they are: those with an atom that rows serve, and those for an inner solver.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/majorize_internal.h"
#include "derive/collect.h"
#include "derive/collect_function.h"
#include "derive/collect_slice.h"
#include "rules/formed.h"
#include "derive/inner_solver.h"
#include "derive/profile.h"
#include "rules/rows.h"
#include "expr/function.h"

/* ---- simple terms ---------------------------------------------------------------------------------------------------------- */

static bool singular_values_have_row(const Rules *rules, const Symbol *p)
{
  const Minimizer *m;
  for (int at = 0; (m = rows_next(rules, p, &at));)
    if (row_has(m, ATOM_SINGULAR) && row_serves(m, p) == SERVES) return true;
  return false;
}

static bool is_matrix_atom(Walk *w, const Expr *e, const Symbol *p)
{
  const Rules *rules = w->rules;
  bool joint;
  if (e->kind == X_MATRIX && e->op == MAT_SINGULAR && e->nbound == 2 && e->arg[0]->kind == X_ACCESS && e->arg[0]->u.sym == p)
    return singular_values_have_row(rules, p);
  if (e->kind != X_MATRIX || (e->op != MAT_INV && e->op != MAT_LOGDET)) return false;
  if (e->arg[0]->kind == X_ACCESS && e->arg[0]->u.sym == p) return p->domain.kind == DOMAIN_SPD;
  if (!formed_stays(w->pool, rules, w->facts, e, p, &joint)) return false;
  w->uses |= HANGS_ON_ENTRIES;
  if (w->group->entries) return false;
  w->group->slices = true;                                 /* where it leads nowhere, bounds are tried: derive_group */
  w->group->pairs |= joint;
  return true;
}

enum { FACTORS_MOST = 64 };

/* the factors of a product, those inside sums of products too: sum_d a[d] * sum_e b[e] * c[d, e] has three */
static int flat_factors(Pool *pool, const Expr *e, const Expr **out, int n)
{
  if (e->kind == X_MUL) {
    for (int i = 0; i < e->nargs && n >= 0; i++) n = flat_factors(pool, e->arg[i], out, n);
    return n;
  }
  if (e->kind == X_REDUCE && e->op == R_SUM && e->has_param) {
    Index *fresh[1];
    const Expr *arg[4];
    expr_open(pool, e, fresh, arg);
    return flat_factors(pool, arg[0], out, n);
  }
  bool product = e->kind == X_CALL && e->u.fn == function_find(pool, "exp") && e->arg[0]->kind == X_ADD && e->has_param;
  for (int i = 0; product && i < e->arg[0]->nargs && n >= 0; i++) {       /* exp(u + v) */
    if (n == FACTORS_MOST) return -1;
    out[n++] = expr_call1(pool, e->u.fn, e->arg[0]->arg[i]);
  }
  if (product) return n;
  if (n < 0 || n == FACTORS_MOST) return -1;
  out[n++] = e;
  return n;
}

/* products of two entries are simple, but the user may want them taken apart */
static bool product_is_asked_for(Walk *w, int n, const Expr *const *factor)
{
  const Expr *moving = expr_num(w->pool, 1);
  int nm = 0;
  for (int i = 0; (w->use_rule || w->derivation->met) && i < n; i++)
    if (facts_is_active(w->facts, factor[i])) { moving = expr_mul(w->pool, moving, factor[i]); nm++; }
  if (nm < 2) return false;
  bool asked = walk_is_asked_for(w, moving);
  return walk_is_asked_for(w, expr_neg(w->pool, moving)) || asked;
}

/* a sum may hold such products */
static bool opens_for_products(Walk *w, const Expr *e)
{
  if (e->kind != X_ADD && !(e->kind == X_REDUCE && e->op == R_SUM)) return false;
  for (const Name *const *use = w->use_rule; use && *use; use++)
    for (int i = 0; i < rules_majorizers(w->rules)->len; i++) {
      const Majorizer *m = rules_majorizers(w->rules)->data[i];
      const Expr *core;
      expr_split_coef(w->pool, m->pattern, &core);
      if (m->text.name == *use && ((core->kind == X_REDUCE && core->op == R_PROD) || core->kind == X_MUL)) return true;
    }
  return false;
}

/* rows over a slice would move entries that the user fixed */
static bool has_fixed(const Loss *loss, const Symbol *p)
{
  for (int i = 0; i < loss->nparams; i++)
    if (loss->param[i].sym == p) return loss->param[i].fixed != NULL;
  return false;
}

/* the product of the factors that do not hold p */
static const Expr *rest_without(Pool *pool, int n, const Expr *const *factor, const Symbol *p)
{
  const Expr *rest = expr_num(pool, 1);
  for (int i = 0; i < n; i++)
    if (!expr_has_symbol(factor[i], p)) rest = expr_mul(pool, rest, factor[i]);
  return rest;
}

/* Factors of a product that hold p: either all polynomial in p, of total degree at most 2, or functions of one and the same
 * entry of p, or one matrix atom. Parameters that share a factor must be polynomial in it jointly. */
static bool is_simple_now(Walk *w, const Expr *e)
{
  Pool *pool = w->pool;
  Facts *facts = w->facts;
  int nactive = w->group->nparams;
  Symbol *const *active = w->group->param;
  const Expr *factor[FACTORS_MOST];
  int n = flat_factors(pool, e, factor, 0);
  if (n < 0) return false;                                 /* more factors than are looked at: rules take them apart */
  if (product_is_asked_for(w, n, factor) || opens_for_products(w, e)) return false;
  for (int a = 0; a < nactive; a++) {
    Symbol *p = active[a];
    int degree = 0, matrix = 0, own = 0;
    if (p->domain.kind == DOMAIN_LABEL) continue;          /* any function of labels will do: collect_labels.h */
    const Expr *product = expr_num(pool, 1);
    for (int i = 0; i < n; i++) {
      if (!expr_has_symbol(factor[i], p)) continue;
      own++;
      product = expr_mul(pool, product, factor[i]);
      if (is_matrix_atom(w, factor[i], p)) { matrix++; continue; }
      int d = facts_degree(facts, factor[i], p);
      degree = d < 0 || degree < 0 ? -1 : degree + d;
      for (int c = 0; c < nactive; c++) {                  /* a second parameter in the same factor */
        if (c == a || active[c]->domain.kind == DOMAIN_LABEL || !expr_has_symbol(factor[i], active[c])) continue;
        int dc = facts_degree(facts, factor[i], active[c]);
        if (d < 0 || dc < 0) return false;
        if (d + dc > 2 && facts_curvature(facts, factor[i]) == CURV_UNKNOWN) return false;
      }
    }
    if (own == 0) continue;
    if (matrix) { if (matrix > 1 || own > 1) return false; continue; }
    if (degree == 0 || degree == 1) continue;
    if (degree == 2) {
      bool row = rows_have_quadratic(w->rules, p);
      w->uses |= HANGS_ON_APART | (row ? 0 : HANGS_ON_STRICT);
      if (!w->group->apart && (!w->group->strict || row)) continue;
    }
    if (p->domain.kind == DOMAIN_SPD) return false;
    const Expr *key = atom_of_entry(pool, product, p, expr_access(pool, w->rules->variable, NULL), NULL);
    if (!key) {
      const Expr *rest = rest_without(pool, n, factor, p);
      if (own == 1 && !has_fixed(w->derivation->loss, p) && slice_atom_stays(pool, w->rules, facts, product, rest, p) && !walk_is_asked_for(w, product)) {
        w->uses |= HANGS_ON_ENTRIES;
        if (!w->group->entries) {
          w->group->slices = true;
          continue;
        }
      }
      if (own > 1 || !function_is_kink(pool, w->rules, facts, product, rest, p) || walk_is_asked_for(w, product)) return false;
      continue;
    }
    expr_split_coef(pool, key, &key);
    if (rows_have_atom(w->rules, p, key)) continue;
    if (own == 1 && function_is_kink(pool, w->rules, facts, product, rest_without(pool, n, factor, p), p) && !walk_is_asked_for(w, product)) continue;
    w->uses |= HANGS_ON_STRICT;
    if (w->group->strict) return false;
  }
  return true;
}

/* ---- terms for an inner solver --------------------------------------------------------------------------------------------- */

bool walk_keeps_simple(Walk *w, const Expr *e)
{
  uintptr_t known = (uintptr_t)map_get(&w->simple, e);    /* 1 no, 2 yes, and what that hangs on */
  if (!known) {
    unsigned before = w->uses;
    w->uses = 0;
    bool simple = is_simple_now(w, e);
    if (simple && w->group->solver && facts_curvature(w->facts, e) == CURV_CONCAVE) {
      w->uses |= HANGS_ON_CONVEX;
      w->group->split_off |= w->group->convex;
      simple = !w->group->convex;
    }
    known = (uintptr_t)w->uses << 2 | (simple ? 2 : 1);
    map_put(pool_arena(w->pool), &w->simple, e, (void *)known);
    w->uses = before;
  }
  w->uses |= (unsigned)(known >> 2);
  return known & 2;
}

/* A term that an inner solver can take as it is. What can be rewritten, at no cost, is: it may fall apart into parts that rows serve. */
static bool is_kept_now(Walk *w, const Expr *e)
{
  if (walk_is_asked_for(w, e) || !(inner_solver_keeps(w->facts, w->pool, e, w->group->kinks, w->group->nparams, w->group->param) ||
      profile_keeps(w->facts, w->pool, w->rules, e, w->group->nparams, w->group->param))) return false;
  for (int i = 0; i < rules_majorizers(w->rules)->len; i++) {
    const Majorizer *m = rules_majorizers(w->rules)->data[i];
    if (m->exact && walk_rule_fits(w, m, e)) return false;
  }
  return true;
}

bool walk_keeps_for_solver(Walk *w, const Expr *e)
{
  w->uses |= HANGS_ON_SOLVER | HANGS_ON_KINKS;
  if (!w->group->solver) return false;
  uintptr_t known = (uintptr_t)map_get(&w->kept, e);
  if (known) return known == 2;
  bool kept = is_kept_now(w, e);
  map_put(pool_arena(w->pool), &w->kept, e, (void *)(uintptr_t)(kept ? 2 : 1));
  return kept;
}
