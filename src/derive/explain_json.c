/* explain_json.c: the record of a derivation as one JSON object, for other programs: what explain.c says in words is here
 * in fields, expressions as text in the language's notation.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/explain.h"
#include "expr/print.h"
#include <string.h>

/* ---- writing: commas and quotes ------------------------------------------------------------------------------------------ */

typedef struct Json { Buf *out; const Derivation *d; bool filled; } Json;      /* filled: the innermost bracket holds something */

static void put_string(Buf *out, const char *s)
{
  buf_putc(out, '"');
  for (; *s; s++) {
    if (*s == '"' || *s == '\\') buf_printf(out, "\\%c", *s);
    else if ((unsigned char)*s < 0x20) buf_printf(out, "\\u%04x", (unsigned)*s);
    else buf_putc(out, *s);
  }
  buf_putc(out, '"');
}

static void item(Json *j)
{
  if (j->filled) buf_put(j->out, ", ");
  j->filled = true;
}

static void key(Json *j, const char *name)
{
  item(j);
  put_string(j->out, name);
  buf_put(j->out, ": ");
}

static void open(Json *j, char bracket) { buf_putc(j->out, bracket); j->filled = false; }
static void close(Json *j, char bracket) { buf_putc(j->out, bracket); j->filled = true; }
static void open_item(Json *j) { item(j); open(j, '{'); }
static void open_list(Json *j, const char *name) { key(j, name); open(j, '['); }

static void string_field(Json *j, const char *name, const char *value)
{
  key(j, name);
  if (value) put_string(j->out, value);
  else buf_put(j->out, "null");
}

static void flag_field(Json *j, const char *name, bool value)
{
  key(j, name);
  buf_put(j->out, value ? "true" : "false");
}

static void expr_field(Json *j, const char *name, const Expr *e) { string_field(j, name, e ? expr_text(pool_arena(j->d->pool), e) : NULL); }

static void names_field(Json *j, const char *name, int n, Symbol *const *symbol)
{
  open_list(j, name);
  for (int i = 0; i < n; i++) {
    item(j);
    put_string(j->out, symbol[i]->name->text);
  }
  close(j, ']');
}

/* ---- the record ------------------------------------------------------------------------------------------------------------ */

static void put_rule(Json *j, const RuleText *t)
{
  string_field(j, "rule", t->id);
  string_field(j, "name", t->name->text);
  string_field(j, "because", t->because);
  string_field(j, "source", t->source);
}

static void put_proofs(Json *j, int n, const Proof *proof)
{
  open_list(j, "conditions");
  for (int i = 0; i < n; i++) {
    open_item(j);
    string_field(j, "condition", proof[i].text);
    string_field(j, "proof", proof[i].why);
    close(j, '}');
  }
  close(j, ']');
}

static void put_definition(Json *j, const Shown *d)
{
  expr_field(j, "name", d->left);
  expr_field(j, "definition", d->right);
}

static void put_step(Json *j, const Step *s)
{
  Naming names = { .pool = j->d->pool, .context = s->before };
  naming_add_free(&names, s->before);
  open_item(j);
  put_rule(j, &s->rule->text);
  flag_field(j, "exact", s->rule->exact);
  expr_field(j, "before", naming_apply(&names, s->before));
  expr_field(j, "after", naming_apply(&names, s->after));
  open_list(j, "weights");
  for (int i = 0; i < s->weights.len; i++) {
    Symbol *weight = s->weights.data[i];
    Naming own = names;
    for (int k = 0; k < weight->naxes; k++) naming_add(&own, weight->own[k], weight->own[k]->name);
    Shown d = naming_definition(&own, weight);
    open_item(j);
    put_definition(j, &d);
    close(j, '}');
  }
  close(j, ']');
  put_proofs(j, s->proofs.len, s->proofs.data);
  close(j, '}');
}

static void put_block(Json *j, const Block *b)
{
  BlockView v = block_view(j->d->pool, j->d->loss, b);
  open_item(j);
  string_field(j, "param", b->param->name->text);
  string_field(j, "update", update_kind_name[b->update]);
  string_field(j, "rule", b->rule);
  string_field(j, "name", b->row ? b->row->text.name->text : NULL);
  string_field(j, "because", b->row ? b->row->text.because : NULL);
  flag_field(j, "majorizer", b->majorizer);
  open_list(j, "coefficients");
  for (int i = 0; i < v.ncoefs; i++) {
    open_item(j);
    put_definition(j, &v.coef[i]);
    expr_field(j, "of", b->coefs.data[i].atom);
    close(j, '}');
  }
  close(j, ']');
  expr_field(j, "target", v.target);
  expr_field(j, "formula", b->value ? v.value : naming_apply(&v.naming, b->phi));
  expr_field(j, "needs", v.needs);
  expr_field(j, "bounded", v.bounded);
  put_proofs(j, b->proofs.len, b->proofs.data);
  close(j, '}');
}

static void put_refusal(Json *j, const Refusal *r)
{
  open_item(j);
  expr_field(j, "term", r->term);
  key(j, "tried");
  buf_printf(j->out, "%d", r->tried);
  string_field(j, "nearest", r->nearest ? r->nearest->text.id : r->nearest_row ? r->nearest_row->text.id : NULL);
  string_field(j, "condition", r->condition);
  close(j, '}');
}

static void put_group(Json *j, const SurrogateGroup *g)
{
  open_item(j);
  names_field(j, "params", g->nparams, g->param);
  expr_field(j, "surrogate", g->surrogate);
  open_list(j, "steps");
  for (int i = 0; i < g->steps.len; i++) put_step(j, &g->steps.data[i]);
  close(j, ']');
  open_list(j, "blocks");
  for (int i = 0; i < g->blocks.len; i++) put_block(j, &g->blocks.data[i]);
  close(j, ']');
  close(j, '}');
}

void derive_print_json(Buf *out, const Derivation *d)
{
  Json j = { out, d, false };
  open(&j, '{');
  string_field(&j, "name", d->loss->name ? d->loss->name->text : NULL);
  expr_field(&j, "loss", d->loss->value);
  flag_field(&j, "maximize", d->loss->maximize);
  open_list(&j, "groups");
  for (int i = 0; i < d->groups.len; i++) put_group(&j, &d->groups.data[i]);
  close(&j, ']');
  names_field(&j, "jointly", d->njoint, d->joint);
  string_field(&j, "jointly_rule", d->njoint ? d->joint_rule : NULL);
  string_field(&j, "jointly_update", d->njoint ? update_kind_name[d->joint_update] : NULL);
  open_list(&j, "refusals");
  for (int i = 0; d->njoint && i < d->refusals.len; i++) put_refusal(&j, &d->refusals.data[i]);
  close(&j, ']');
  close(&j, '}');
  buf_putc(out, '\n');
}
