/* explain_dump.c: the gradient, for `grad` and --dump=gradient, and the surrogate for --dump=surrogate: one statement a
 * line, its expressions readable by the parser.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "explain/explain.h"
#include "explain/print.h"
#include "expr/diff.h"
#include "expr/print.h"

/* ---- the gradient ---------------------------------------------------------------------------------------------------------- */

Shown gradient_by(Pool *pool, const Loss *loss, Symbol *p, const char **why)
{
  Index *own[ARRAY_MAX_AXES];
  Naming names = { .pool = pool, .context = loss->value };
  for (int a = 0; a < p->naxes; a++) own[a] = index_new(pool, p->axis[a]->name, p->axis[a]);
  naming_add_own(&names, loss, p, own);
  for (int a = 0; a < p->naxes; a++) own[a] = names.to[a]->u.index;
  const Expr *g = expr_diff(pool, loss->maximize ? expr_neg(pool, loss->value) : loss->value, p, own, why);
  return (Shown){ expr_access(pool, p, names.to), g };
}

void derive_print_gradient(Buf *out, Pool *pool, const Loss *loss, const Symbol *param)
{
  const char *name = loss->name ? loss->name->text : "loss", *why = NULL;
  for (int i = 0; i < loss->nparams; i++) {
    if (param && loss->param[i].sym != param) continue;
    Shown g = gradient_by(pool, loss, loss->param[i].sym, &why);
    buf_printf(out, "d %s / d ", name);
    expr_print(out, g.left);
    buf_put(out, " = ");
    if (g.right) expr_print(out, g.right);
    else buf_printf(out, "none: %s", why ? why : "no derivative is known");
    buf_putc(out, '\n');
  }
  bool absent = param != NULL;
  for (int i = 0; i < loss->nparams; i++) absent &= loss->param[i].sym != param;
  if (absent) buf_printf(out, "d %s / d %s = 0\n", name, param->name->text);
}

/* ---- the surrogate ---------------------------------------------------------------------------------------------------------- */

static void put_line(Buf *out, const char *word, const Expr *left, const char *sign, const Expr *right)
{
  buf_printf(out, "  %-9s", word);
  if (left) expr_print(out, left);
  buf_put(out, sign);
  if (right) expr_print(out, right);
  buf_putc(out, '\n');
}

static void put_proofs(Buf *out, Arena *arena, int n, const Proof *proof)
{
  for (int i = 0; i < n; i++) buf_printf(out, "  %-9s%s    # %s\n", "needs", proof_text(arena, &proof[i]), proof[i].why ? proof[i].why : "");
}

static void put_step(Buf *out, const Derivation *d, const Step *s, int number)
{
  Naming names = { .pool = d->pool, .context = s->before };
  naming_add_free(&names, s->before);
  buf_printf(out, "step %d    # %s, %s\n", number, s->rule->text.name->text, s->rule->text.id);
  put_line(out, "before", naming_apply(&names, s->before), "", NULL);
  put_line(out, s->rule->exact ? "equal" : "bound", naming_apply(&names, s->after), "", NULL);
  for (int i = 0; i < s->weights.len; i++) {
    Symbol *weight = s->weights.data[i];
    Naming own = names;
    for (int k = 0; k < weight->naxes; k++) naming_add(&own, weight->own[k], weight->own[k]->name);
    Shown w = naming_definition(&own, weight);
    put_line(out, "with", w.left, " = ", w.right);
  }
  put_proofs(out, pool_arena(d->pool), s->proofs.len, s->proofs.data);
}

static void put_terms(Buf *out, const Expr *e)
{
  if (e->kind != X_ADD) { put_line(out, "term", e, "", NULL); return; }
  for (int i = 0; i < e->nargs; i++) put_line(out, "term", e->arg[i], "", NULL);
}

static void put_block(Buf *out, const Derivation *d, const Block *b)
{
  BlockView v = block_view(d->pool, d->loss, b);
  buf_printf(out, "block %s    # %s, %s, %s\n", b->param->name->text, b->row ? b->row->text.name->text : "search", b->rule, update_kind_name[b->update]);
  for (int i = 0; i < v.ncoefs; i++) put_line(out, "let", v.coef[i].left, " = ", v.coef[i].right);
  if (b->value) put_line(out, "gives", v.target, " = ", v.value);
  else put_line(out, "least", naming_apply(&v.naming, b->phi), "", NULL);
  if (v.needs) put_line(out, "if", v.needs, "", NULL);
  put_proofs(out, pool_arena(d->pool), b->proofs.len, b->proofs.data);
}

void derive_print_surrogate(Buf *out, const Derivation *d)
{
  for (int g = 0; g < d->groups.len; g++) {
    const SurrogateGroup *group = &d->groups.data[g];
    buf_put(out, "surrogate");
    for (int i = 0; i < group->nparams; i++) buf_printf(out, "%s %s", i ? "," : "", group->param[i]->name->text);
    buf_putc(out, '\n');
    put_terms(out, group->surrogate);
    for (int i = 0; i < group->steps.len; i++) put_step(out, d, &group->steps.data[i], i + 1);
    for (int i = 0; i < group->blocks.len; i++) put_block(out, d, &group->blocks.data[i]);
  }
  if (!d->njoint) return;
  buf_put(out, "jointly");
  for (int i = 0; i < d->njoint; i++) buf_printf(out, "%s %s", i ? "," : "", d->joint[i]->name->text);
  buf_printf(out, "    # %s, %s\n", d->joint_rule, update_kind_name[d->joint_update]);
  for (int i = 0; i < d->refusals.len; i++) {
    const Refusal *r = &d->refusals.data[i];
    put_line(out, "refused", r->term, "", NULL);
    const char *condition = refusal_text(pool_arena(d->pool), r);
    const char *near = r->nearest ? r->nearest->text.name->text : r->nearest_row ? r->nearest_row->text.name->text : "no rule has this form";
    buf_printf(out, "  %-9s%s%s%s\n", "nearest", near, condition ? ", lacks " : "", condition ? condition : "");
  }
}
