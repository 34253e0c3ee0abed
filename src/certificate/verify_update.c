/* verify_update.c: the updates of a record; see verify_internal.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules/rules_internal.h"
#include "certificate/verify_internal.h"
#include "expr/print.h"
#include <string.h>

static bool formula_agrees(Checker *c, Reread *scope, const char *what, const char *field, const Block *b, Index *const *index, const Expr *made, const char *recorded)
{
  if (!made && !recorded) return true;
  if (!made || !recorded) return verify_fail(c, "%s: '%s' is %s", what, field, made ? "missing" : "not needed");
  const Expr *read = reread(scope, field, recorded);
  if (!read) return verify_fail(c, "%s: '%s' cannot be read", what, field);
  if (verify_same(c, verify_as_recorded(c, made, b->param->naxes, b->own, b->param->naxes, index), read)) return true;
  return verify_fail(c, "%s: '%s' is not %s; it is %s", what, field, recorded, verify_shortened(c, made));
}

bool verify_block(Checker *c, const Block *b, const CertBlock *r)
{
  const char *what = arena_printf(c->arena, "update of %s (%s)", r->param, r->rule);
  Reread *scope = reread_new(c->sema, c->declared);
  Index *index[2 * ARRAY_MAX_AXES];
  if (strcmp(b->param->name->text, r->param)) return verify_fail(c, "%s: here %s is updated", what, b->param->name->text);
  if (strcmp(b->rule, r->rule) || !verify_same_words(b->row ? b->row->text.name->text : NULL, r->name)) return verify_fail(c, "%s: the rule here is %s", what, b->rule);
  if (!verify_same_words(b->relaxed ? b->relaxed->text.name->text : NULL, r->relaxed)) return verify_fail(c, "%s: the relaxation is another one", what);
  if (!verify_same_words(b->by.chart ? b->by.chart->text.name->text : NULL, r->chart)) return verify_fail(c, "%s: it is found in another variable", what);
  if (strcmp(update_kind_name[b->update], r->update) || b->majorizer != r->majorizer) return verify_fail(c, "%s: the update is %s", what, update_kind_name[b->update]);
  if (!verify_words(c, what, "because", b->row ? b->row->text.because : NULL, r->because)) return false;
  if (b->solve != r->together) return verify_fail(c, "%s: it is solved %s", what, b->solve ? "together with others" : "by itself");
  if (r->indices.len != b->param->naxes) return verify_fail(c, "%s: it has %d indices", what, b->param->naxes);
  if (!verify_enter_indices(c, scope, &r->indices, what, index)) return false;
  for (int i = 0; i < b->param->naxes; i++)
    if (index[i]->axis != b->param->axis[i]) return verify_fail(c, "%s: the indices run over other axes", what);
  if (b->coefs.len != r->coefs.len) return verify_fail(c, "%s: it has %d coefficients, %d are recorded", what, b->coefs.len, r->coefs.len);
  const Expr *entry[ARRAY_MAX_AXES];                       /* read before the unknown takes the parameter's name */
  for (int a = 0; a < b->param->naxes; a++) entry[a] = expr_index(c->pool, b->own[a]);
  if (!formula_agrees(c, scope, what, "target", b, index, expr_access(c->pool, b->param, entry), r->target)) return false;
  if (b->unknown) reread_symbol(scope, b->param->name, b->unknown);
  if (b->free) reread_symbol(scope, b->free->name, b->free);
  for (int i = 0; i < r->coefs.len; i++) {
    const Coefficient *k = &b->coefs.data[i];
    const CertDefinition *d = &r->coefs.data[i];
    Reread *outer = reread_new(c->sema, c->declared);      /* definitions speak of the parameter, not of the unknown */
    for (int a = 0; a < r->indices.len; a++) reread_index(outer, index[a]);
    if (b->free) reread_symbol(outer, b->free->name, b->free);
    if (!verify_definition(c, outer, what, k->stat, d)) return false;
    if (!verify_same_words(k->atom ? expr_text(c->arena, k->atom) : NULL, d->of)) return verify_fail(c, "%s: %s is the coefficient of another atom", what, d->symbol);
    reread_symbol(scope, name_of(d->symbol), k->stat);
  }
  if (!b->root != !r->root) return verify_fail(c, "%s: it is found %s a search", what, b->root ? "by" : "without");
  if (b->root) reread_symbol(scope, name_of(r->root), b->root);
  const struct { const char *field; const Expr *made; const char *recorded; } formulas[] = {
    { "formula", b->value ? b->value : b->phi, r->formula }, { "needs", b->needs, r->needs }, { "bounded", b->bounded, r->bounded },
    { "attained", b->attained, r->attained }, { "plain", b->plain, r->plain }, { "spare", b->spare, r->spare },
    { "equation", b->equation, r->equation }, { "lowest", b->root_lo, r->lowest }, { "highest", b->root_hi, r->highest }, { "start", b->root_start, r->start } };
  for (size_t i = 0; i < sizeof formulas / sizeof *formulas; i++)
    if (!formula_agrees(c, scope, what, formulas[i].field, b, index, formulas[i].made, formulas[i].recorded)) return false;
  if (!verify_proofs(c, scope, what, b->param->naxes, b->own, index, b->proofs.len, b->proofs.data, &r->conditions)) return false;
  buf_printf(c->report, "  %-24s %s\n", what, r->update);
  return true;
}
