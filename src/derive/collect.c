/* collect.c: a finished surrogate as coefficients of a block's atoms, by differentiation; see collect.h. The atoms are found in
 * collect_atoms.c, the quadratic part in collect_quadratic.c.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/collect_gather.h"
#include "derive/collect_internal.h"
#include "derive/collect_labels.h"
#include "expr/diff.h"
#include "rules/rows.h"
#include <string.h>

/* the key over the indices of the collected coefficients */
static const Expr *with_own_indices(Pool *pool, const Collected *out, const Expr *key)
{
  const Expr *to[ARRAY_MAX_AXES];
  Index *from[ARRAY_MAX_AXES];
  int n = out->param->naxes;
  if (!key || key->nfree == 0) return key;
  for (int a = 0; a < n; a++) {
    from[a] = symbol_own(pool, out->param, a);
    to[a] = expr_index(pool, out->own[a]);
  }
  return expr_subst_indices(pool, key, n, from, to);
}

/* Without positive factors, where nothing else is weighed against the functions */
static const Expr *without_positive_factors(Collector *c, const Expr *e, const Symbol *entry)
{
  const Expr *single, *const *factor, *kept = expr_num(c->pool, 1);
  int n = collect_factors(e, &factor, &single);
  for (int i = 0; i < n; i++)
    if (expr_has_symbol(factor[i], entry) || !facts_is_positive(c->facts, factor[i])) kept = expr_mul(c->pool, kept, factor[i]);
  return kept;
}

static bool collect_function(Collector *c, const Expr *q, Collected *out)
{
  const char *why;
  const Expr *f = expr_diff(c->pool, q, c->function, out->own, &why);
  if (!f) return collect_fail(out, why);
  out->entry = symbol_new(c->pool, SYM_ATOM, c->param->name, 0, NULL);
  out->entry->domain = c->param->domain;
  f = expr_subst_access(c->pool, f, c->place, out->own, expr_access(c->pool, out->entry, NULL));
  if (expr_has_symbol(f, c->function) || expr_has_symbol(f, c->param)) return collect_fail(out, "two functions of this parameter are multiplied");
  for (int i = 0; i < c->found.len; i++)
    if (expr_has_symbol(f, c->found.data[i].symbol)) return collect_fail(out, "two atoms of this parameter are multiplied");
  collect_add_atom(c, out, ATOM_FUNCTION, NULL, f);
  return true;
}

static bool is_kink(Pool *pool, const Rules *rules, const Atom *a)
{
  const char *why;
  const Expr *slope = a->form == ATOM_SCALAR ? expr_diff(pool, a->key, rules->variable, NULL, &why) : NULL;
  const Expr *curve = slope && !expr_number(slope, &(double){ 0 }) ? expr_diff(pool, slope, rules->variable, NULL, &why) : NULL;
  return curve && expr_is_num(curve, 0);
}

/* kinks of an entry, |x|, as part of the function of that entry: rows know one */
static void join_kinks(Pool *pool, const Rules *rules, Collected *out, Atom *function)
{
  int n = 0;
  for (int i = 0; i < out->atoms.len; i++) {
    Atom *a = &out->atoms.data[i];
    if (a == function || !is_kink(pool, rules, a)) continue;
    function->coef = expr_add(pool, function->coef, expr_mul(pool, a->coef, expr_subst_symbol(pool, a->key, rules->variable, out->entry)));
    a->coef = NULL;
  }
  for (int i = 0; i < out->atoms.len; i++) if (out->atoms.data[i].coef) out->atoms.data[n++] = out->atoms.data[i];
  out->atoms.len = n;
}

bool collect_kinks(Pool *pool, const Rules *rules, const Collected *c, Collected *out)
{
  bool any = false;
  for (int i = 0; i < c->atoms.len; i++) {
    const Atom *a = &c->atoms.data[i];
    if (a->form == ATOM_FUNCTION || (a->form == ATOM_SCALAR && expr_has_symbol(a->key, symbol_touch(pool, rules->variable)))) return false;
    any |= is_kink(pool, rules, &c->atoms.data[i]);
  }
  if (!any || !rows_have_function(rules, c->param)) return false;
  *out = *c;
  out->atoms.data = NULL;
  out->atoms.len = out->atoms.cap = 0;
  for (int i = 0; i < c->atoms.len; i++) vec_push(pool_arena(pool), &out->atoms, c->atoms.data[i]);
  out->entry = symbol_new(pool, SYM_ATOM, c->param->name, 0, NULL);
  out->entry->domain = c->param->domain;
  const Atom function = { ATOM_FUNCTION, NULL, expr_num(pool, 0) };
  vec_push(pool_arena(pool), &out->atoms, function);
  join_kinks(pool, rules, out, &out->atoms.data[out->atoms.len - 1]);
  return true;
}

bool domain_takes_quadratics(const Symbol *p)
{
  DomainKind k = p->domain.kind;
  return k == DOMAIN_REAL || k == DOMAIN_ZEROSUM || k == DOMAIN_BALL || k == DOMAIN_INTERVAL || k == DOMAIN_SIMPLEX;
}

bool collect(Pool *pool, const Rules *rules, Facts *facts, Symbol *param, const Expr *surrogate, Collected *out)
{
  Collector c = { .pool = pool, .rules = rules, .facts = facts, .param = param };
  const char *why;
  memset(out, 0, sizeof *out);
  out->param = param;
  for (int a = 0; a < param->naxes; a++) {
    const Name *axis = param->axis[a]->name ? param->axis[a]->name : name_of("j");    /* param b[2]: no name */
    char name[2] = { (char)(axis->text[0] | 0x20), 0 };          /* axis K: index k */
    bool letter = name[0] >= 'a' && name[0] <= 'z';
    out->own[a] = index_new(pool, letter ? name_of(name) : axis, param->axis[a]);
  }
  if (param->domain.kind == DOMAIN_LABEL) return collect_labels(pool, surrogate, out);
  if (domain_takes_quadratics(param)) {
    Curvature shape = facts_curvature(facts_beside(facts, 1, &param), surrogate);
    out->convex = shape != CURV_UNKNOWN && shape != CURV_CONCAVE;
  }
  const Expr *q = collect_atomise(&c, surrogate);
  if (!q) return collect_fail(out, "a term is no atom of one entry");
  out->slice = c.slice;
  out->formed = c.formed;
  out->rest = q;
  for (int a = 0; a < param->naxes; a++)
    if (c.formed >> a & 1) out->other[a] = index_new(pool, out->own[a]->name, param->axis[a]);
  for (int i = 0; i < c.found.len; i++) {
    Placeholder *f = &c.found.data[i];
    Index *own[ARRAY_MAX_AXES];
    int n = 0;
    for (int a = 0; a < param->naxes; a++)
      if (!(f->without >> a & 1)) own[n++] = out->own[a];
    for (int a = 0; a < param->naxes && f->form == ATOM_INVERSE_OF; a++)
      if (c.formed >> a & 1) { own[n++] = out->own[a]; own[n++] = out->other[a]; }
    const Expr *coef = expr_diff(pool, q, f->symbol, own, &why);
    if (!coef) return collect_fail(out, why);
    coef = gather_settle(pool, coef);
    for (int k = 0; k < c.found.len; k++)
      if (expr_has_symbol(coef, c.found.data[k].symbol)) return collect_fail(out, "two atoms of this parameter are multiplied");
    if (c.function && expr_has_symbol(coef, c.function)) return collect_fail(out, "two atoms of this parameter are multiplied");
    if (expr_has_symbol(coef, param)) return collect_fail(out, "an atom is multiplied by another entry of the same parameter");
    collect_add_atom(&c, out, f->form, with_own_indices(pool, out, f->key), coef);
  }
  out->spectral = c.spectral;
  if (c.function && !collect_function(&c, q, out)) return false;
  if (!collect_polynomial(&c, q, out)) return false;
  for (int i = 0; i < out->atoms.len; i++)
    if (out->atoms.data[i].form == ATOM_FUNCTION) { join_kinks(pool, rules, out, &out->atoms.data[i]); break; }
  if (!c.function) collect_drop_factors(&c, out);
  if (c.function && out->atoms.len == 1 && !out->quadratic) out->atoms.data[0].coef = without_positive_factors(&c, out->atoms.data[0].coef, out->entry);
  return true;
}
