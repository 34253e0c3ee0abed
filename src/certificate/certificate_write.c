/* certificate_write.c: the record of a derivation as one JSON object, for other programs and as a certificate (certificate.h): what
 * explain.c says in words is here in fields, expressions as text in the language's notation that can be read again. Beside an
 * expression with free indices stand these, in their order, with their axes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate/certificate.h"
#include "explain/explain.h"
#include "expr/facts.h"
#include "expr/print.h"
#include <math.h>
#include <string.h>

/* ---- writing: commas and quotes ------------------------------------------------------------------------------------------ */

typedef struct Json { Buf *out; const Derivation *d; const Declared *names; bool filled; } Json;      /* filled: the innermost bracket holds something */

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

/* null where it is not finite: no limit on that side */
static void number_field(Json *j, const char *name, double value)
{
  key(j, name);
  if (isfinite(value)) buf_number(j->out, value);
  else buf_put(j->out, "null");
}

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

static void put_indices(Json *j, const Naming *names, int n, Index *const *index)
{
  open_list(j, "indices");
  for (int i = 0; i < n; i++) {
    const Expr *shown = naming_apply(names, expr_index(names->pool, index[i]));
    open_item(j);
    string_field(j, "name", shown->u.index->name->text);
    string_field(j, "axis", index[i]->axis->name->text);
    close(j, '}');
  }
  close(j, ']');
}

static void put_proofs(Json *j, const char *field, const Naming *names, int n, const Proof *proof)
{
  open_list(j, field);
  for (int i = 0; i < n; i++) {
    const Expr *c = proof[i].condition;
    Naming own = *names;
    open_item(j);
    if (c->has_hole) string_field(j, "condition", proof_text(pool_arena(j->d->pool), &proof[i]));
    else {
      naming_add_free(&own, c);
      expr_field(j, "condition", naming_apply(&own, c));
      put_indices(j, &own, c->nfree, c->free);
    }
    string_field(j, "proof", j->names && proof[i].why ? declared_words(j->d->pool, j->names, proof[i].why) : proof[i].why);
    close(j, '}');
  }
  close(j, ']');
}

/* name[own] = def of a weight or coefficient; left open for more fields */
static void put_definition(Json *j, const Naming *names, Symbol *s)
{
  Shown d = naming_definition(names, s);
  open_item(j);
  string_field(j, "symbol", s->name->text);
  put_indices(j, names, s->naxes, s->own);
  expr_field(j, "name", d.left);
  expr_field(j, "definition", d.right);
}

static void put_step(Json *j, const Step *s)
{
  Naming names = { .pool = j->d->pool, .context = s->before };
  naming_add_free(&names, s->before);
  open_item(j);
  put_rule(j, &s->rule->text);
  flag_field(j, "exact", s->rule->exact);
  number_field(j, "skip", s->skip);
  put_indices(j, &names, s->before->nfree, s->before->free);
  expr_field(j, "before", naming_apply(&names, s->before));
  expr_field(j, "after", naming_apply(&names, s->after));
  open_list(j, "weights");
  for (int i = 0; i < s->weights.len; i++) {
    Symbol *weight = s->weights.data[i];
    Naming own = names;
    for (int k = 0; k < weight->naxes; k++) naming_add(&own, weight->own[k], weight->own[k]->name);
    put_definition(j, &own, weight);
    close(j, '}');
  }
  close(j, ']');
  put_proofs(j, "conditions", &names, s->proofs.len, s->proofs.data);
  close(j, '}');
}

static BlockView open_block(Json *j, const Block *b)
{
  open_item(j);
  string_field(j, "param", b->param->name->text);
  string_field(j, "update", update_kind_name[b->update]);
  string_field(j, "rule", b->rule);
  return block_view(j->d->pool, j->d->loss, b);
}

static void put_block(Json *j, const Block *b)
{
  BlockView v = open_block(j, b);
  string_field(j, "name", b->row ? b->row->text.name->text : NULL);
  string_field(j, "because", b->row ? b->row->text.because : NULL);
  string_field(j, "relaxed", b->relaxed ? b->relaxed->text.name->text : NULL);
  string_field(j, "chart", b->by.chart ? b->by.chart->text.name->text : NULL);
  if (b->by.chart) flag_field(j, "into", b->by.into);
  flag_field(j, "majorizer", b->majorizer);
  number_field(j, "together", b->solve);
  put_indices(j, &v.naming, b->param->naxes, b->own);
  open_list(j, "coefficients");
  for (int i = 0; i < b->coefs.len; i++) {
    put_definition(j, &v.naming, b->coefs.data[i].stat);
    expr_field(j, "of", b->coefs.data[i].atom);
    close(j, '}');
  }
  close(j, ']');
  expr_field(j, "target", v.target);
  expr_field(j, "formula", b->value ? v.value : naming_apply(&v.naming, b->phi));
  expr_field(j, "needs", v.needs);
  expr_field(j, "bounded", v.bounded);
  const struct { const char *name; const Expr *e; } rare[] = {
    { "attained", v.attained }, { "plain", v.plain }, { "spare", v.spare }, { "equation", naming_apply(&v.naming, b->equation) },
    { "lowest", naming_apply(&v.naming, b->root_lo) }, { "highest", naming_apply(&v.naming, b->root_hi) }, { "start", naming_apply(&v.naming, b->root_start) } };
  if (b->root) string_field(j, "root", b->root->name->text);
  for (size_t i = 0; i < sizeof rare / sizeof *rare; i++)
    if (rare[i].e) expr_field(j, rare[i].name, rare[i].e);
  put_proofs(j, "conditions", &v.naming, b->proofs.len, b->proofs.data);
  close(j, '}');
}

static void put_refusal(Json *j, const Refusal *r)
{
  open_item(j);
  expr_field(j, "term", r->term);
  key(j, "tried");
  buf_printf(j->out, "%d", r->tried);
  string_field(j, "nearest", r->nearest ? r->nearest->text.id : r->nearest_row ? r->nearest_row->text.id : NULL);
  string_field(j, "condition", refusal_text(pool_arena(j->d->pool), r));
  close(j, '}');
}

static void put_group(Json *j, const SurrogateGroup *g)
{
  const Naming none = { .pool = j->d->pool, .context = g->loss };
  open_item(j);
  names_field(j, "params", g->nparams, g->param);
  flag_field(j, "strict", g->strict);
  flag_field(j, "apart", g->apart);
  if (g->solver) flag_field(j, "solver", true);
  if (g->whole) flag_field(j, "whole", true);
  if (g->entries) flag_field(j, "entries", true);
  if (g->convex) flag_field(j, "convex", true);
  if (g->kinks) flag_field(j, "kinks", true);
  flag_field(j, "descent", g->descent);
  const char type[2] = { surrogate_type(g), 0 };
  string_field(j, "type", type);
  expr_field(j, "surrogate", g->surrogate);
  open_list(j, "steps");
  for (int i = 0; i < g->steps.len; i++) put_step(j, &g->steps.data[i]);
  close(j, ']');
  put_proofs(j, "factors", &none, g->factors.len, g->factors.data);
  open_list(j, "blocks");
  for (int i = 0; i < g->blocks.len; i++) put_block(j, &g->blocks.data[i]);
  close(j, ']');
  close(j, '}');
}

/* ---- declarations ------------------------------------------------------------------------------------------------------------ */

static void put_domain(Json *j, const Domain *d)
{
  key(j, "domain");
  open(j, '{');
  string_field(j, "kind", domain_kind_word[d->kind]);
  number_field(j, "least", d->kind == DOMAIN_REAL ? -INFINITY : d->lo);
  number_field(j, "greatest", d->kind == DOMAIN_REAL ? INFINITY : d->hi);
  flag_field(j, "above_least", d->lo_open);
  flag_field(j, "below_greatest", d->hi_open);
  number_field(j, "coupled", d->axes);
  string_field(j, "shape", spd_shape_word[d->shape]);
  if (d->ratio > 0) number_field(j, "ratio", d->ratio);
  if (d->det > 0) number_field(j, "determinant", d->det);
  if (d->labels) string_field(j, "labels", d->labels->name->text);
  close(j, '}');
}

static const Param *param_of(const Loss *loss, const Symbol *s)
{
  for (int i = 0; i < loss->nparams; i++)
    if (loss->param[i].sym == s) return &loss->param[i];
  return NULL;
}

/* the ranges of single columns, where the derivation has asked for some */
static void put_places(Json *j, const Symbol *s)
{
  if (!s->value || !s->value->place) return;
  open_list(j, "places");
  for (int64_t k = 0; k < s->axis[s->naxes - 1]->size; k++) {
    const ValueRange *r = &s->value->place[k];
    open_item(j);
    number_field(j, "least", r->least);
    number_field(j, "greatest", r->greatest);
    flag_field(j, "integer", r->integer);
    close(j, '}');
  }
  close(j, ']');
}

static void put_symbol(Json *j, const Symbol *s)
{
  const Param *p = param_of(j->d->loss, s);
  open_item(j);
  string_field(j, "kind", p ? "param" : "data");
  string_field(j, "name", s->name->text);
  open_list(j, "axes");
  for (int a = 0; a < s->naxes; a++) {
    item(j);
    put_string(j->out, s->axis[a]->name->text);
  }
  close(j, ']');
  number_field(j, "bar", s->bar);
  if (p) {
    put_domain(j, &s->domain);
    if (p->init && !p->draw) expr_field(j, "start", p->init);
    else string_field(j, "start", p->draw ? p->draw_word : "random");
    if (p->fixed) {
      open_list(j, "fixed");
      for (int64_t k = 0; k < array_count(p->fixed); k++) {
        item(j);
        if (isnan(p->fixed->data[k])) buf_put(j->out, "null");
        else buf_number(j->out, p->fixed->data[k]);
      }
      close(j, ']');
    }
  } else {
    number_field(j, "least", s->range_known ? s->least : NAN);
    number_field(j, "greatest", s->range_known ? s->greatest : NAN);
    flag_field(j, "integer", s->range_known && s->integer);
    put_places(j, s);
    int definite = s->value ? facts_definite_numbers(s->value) : s->definite;
    string_field(j, "matrices", definite ? definite_word[definite - 1] : NULL);
  }
  close(j, '}');
}

static void put_declarations(Json *j, const Declared *names)
{
  open_list(j, "axes");
  for (int i = 0; i < names->axes.len; i++) {
    open_item(j);
    string_field(j, "name", names->axes.data[i]->name->text);
    number_field(j, "size", (double)names->axes.data[i]->size);
    if (!names->axis_name.data[i]->text[0]) flag_field(j, "bare", true);
    close(j, '}');
  }
  close(j, ']');
  open_list(j, "symbols");
  for (int i = 0; i < names->symbols.len; i++) put_symbol(j, names->symbols.data[i]);
  close(j, ']');
}

static void put_place(Json *j, Span span)
{
  int line = 0, column = 0;
  if (span.source) source_position(span.source, span.begin, &line, &column);
  string_field(j, "file", span.source ? span.source->name : NULL);
  number_field(j, "line", line);
}

void derive_print_json(Buf *out, const Derivation *d)
{
  Declared *names = declared_rename(d->pool, d->loss);
  Json j = { out, d, names, false };
  open(&j, '{');
  number_field(&j, "certificate", CERTIFICATE_FORMAT);
  string_field(&j, "version", PACKAGE_VERSION);
  string_field(&j, "name", d->loss->name ? d->loss->name->text : NULL);
  put_place(&j, d->loss->span);
  put_declarations(&j, names);
  expr_field(&j, "loss", d->loss->value);
  flag_field(&j, "maximize", d->loss->maximize);
  string_field(&j, "method", d->method);
  open_list(&j, "using");
  for (int i = 0; d->use_rule && d->use_rule[i]; i++) {
    item(&j);
    put_string(out, d->use_rule[i]->text);
  }
  close(&j, ']');
  open_list(&j, "groups");
  for (int i = 0; i < d->groups.len; i++) put_group(&j, &d->groups.data[i]);
  close(&j, ']');
  names_field(&j, "jointly", d->njoint, d->joint);
  string_field(&j, "jointly_rule", d->njoint ? d->joint_rule : NULL);
  string_field(&j, "jointly_update", d->njoint ? update_kind_name[d->joint_update] : NULL);
  open_list(&j, "refusals");
  for (int i = 0; d->njoint && i < d->refusals.len; i++) put_refusal(&j, &d->refusals.data[i]);
  close(&j, ']');
  if (d->njoint) string_field(&j, "mend", derive_mend(d));
  close(&j, '}');
  buf_putc(out, '\n');
  declared_restore(d->pool, names);
}

/* ---- the derivations that a loss has ------------------------------------------------------------------------------------------- */

static void put_update(Json *j, const Block *b)
{
  BlockView v = open_block(j, b);
  flag_field(j, "majorizer", b->majorizer);
  number_field(j, "together", b->solve);
  expr_field(j, "target", v.target);
  expr_field(j, "formula", v.inlined);
  close(j, '}');
}

static void put_alternative(Json *j, const Alternative *a)
{
  const Derivation *d = j->d = a->d;
  open_item(j);
  string_field(j, "method", d->method);
  if (a->proved) string_field(j, "require", "majorizer");
  open_list(j, "using");
  for (int i = 0; a->using[i]; i++) { item(j); put_string(j->out, a->using[i]->text); }
  close(j, ']');
  open_list(j, "bounds");
  for (int g = 0; g < d->groups.len; g++)
    for (int i = 0; i < d->groups.data[g].steps.len; i++) {
      const Majorizer *m = d->groups.data[g].steps.data[i].rule;
      if (!m->exact) { item(j); put_string(j->out, m->text.id); }
    }
  close(j, ']');
  open_list(j, "updates");
  for (int g = 0; g < d->groups.len; g++)
    for (int i = 0; i < d->groups.data[g].blocks.len; i++) put_update(j, &d->groups.data[g].blocks.data[i]);
  close(j, ']');
  names_field(j, "jointly", d->njoint, d->joint);
  string_field(j, "jointly_rule", d->njoint ? d->joint_rule : NULL);
  number_field(j, "rate", a->rate.known ? a->rate.rate : NAN);
  string_field(j, "rate_unknown", a->rate.known ? NULL : a->rate.why);
  number_field(j, "flat_directions", a->rate.flat);
  number_field(j, "held_entries", a->rate.held);
  close(j, '}');
}

void alternatives_print_json(Buf *out, const Alternatives *all)
{
  Json j = { out, all->data[0].d, NULL, false };
  open(&j, '{');
  string_field(&j, "version", PACKAGE_VERSION);
  string_field(&j, "name", j.d->loss->name ? j.d->loss->name->text : NULL);
  expr_field(&j, "loss", j.d->loss->value);
  open_list(&j, "derivations");
  for (int i = 0; i < all->len; i++) put_alternative(&j, &all->data[i]);
  close(&j, ']');
  close(&j, '}');
  buf_putc(out, '\n');
}
