/* verify.c: a certificate is checked by replaying it; see certificate.h.
 *
 * The walk of majorize.c is taken anew over the loss that was read again. Where it needs a rule, the next recorded step names
 * one; that rule alone is matched. What it yields is held against the record by identity of nodes: equal expressions of one
 * pool are the same pointer, so that the record may be written in other words but not say anything else. Then the updates are
 * collected from the finished surrogate anew. The first fault ends the check.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/box_check.h"
#include "derive/certificate_read.h"
#include "derive/explain.h"
#include "derive/interval_check.h"
#include "derive/rules_internal.h"
#include "expr/print.h"
#include "sema/reread.h"
#include <math.h>
#include <stdarg.h>
#include <string.h>

typedef struct Checker {
  Pool *pool;
  Arena *arena;
  Sema *sema;
  const Rules *rules;
  const Certificate *certificate;
  DiagList *diags;
  Buf *report;
  Reread *declared;                       /* the loss's axes and symbols, then the weights of the steps so far */
  VEC(Axis *) axes; VEC(Symbol *) symbols;      /* the axes in the order of the certificate, which names them all; bare ones have no name */
  Loss *loss;
  Derivation *d;
  const char *fault;                      /* the first */
  /* the group that is replayed */
  const CertGroup *group; int at;         /* steps replayed so far */
  int nparam; Symbol *const *param;
  Reread *step;                           /* the free indices of step `at`, once its `before` was read */
  const Expr *before;
} Checker;

/* ---- faults ------------------------------------------------------------------------------------------------------------------- */

static bool fail(Checker *c, const char *format, ...) __attribute__((format(printf, 2, 3)));
static bool fail(Checker *c, const char *format, ...)
{
  va_list arguments;
  if (c->fault) return false;
  va_start(arguments, format);
  Buf b = { 0 };
  char text[2000];
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  buf_put(&b, text);
  for (const Diag *d = c->diags->first; d; d = d->next) buf_printf(&b, "%s%s", d == c->diags->first ? ": " : "; ", d->text);
  c->fault = arena_strdup(c->arena, buf_text(&b));
  buf_free(&b);
  diag_clear(c->diags);
  return false;
}

static const char *shortened(Checker *c, const Expr *e)
{
  enum { MOST = 160 };
  const char *text = expr_text(c->arena, e);
  if (strlen(text) <= MOST) return text;
  int n = MOST;
  while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80) n--;
  return arena_printf(c->arena, "%.*s…", n, text);
}

static const char *step_name(Checker *c) { return arena_printf(c->arena, "step %d (%s)", c->at + 1, c->group->steps.data[c->at].rule); }

/* ---- declarations ----------------------------------------------------------------------------------------------------------------- */

static Axis *axis_called(const Checker *c, const char *name)
{
  for (int i = 0; i < c->axes.len; i++)
    if (!strcmp(c->certificate->axes.data[i].name, name)) return c->axes.data[i];
  return NULL;
}

static Symbol *symbol_called(const Checker *c, const char *name)
{
  for (int i = 0; i < c->symbols.len; i++)
    if (!strcmp(c->symbols.data[i]->name->text, name)) return c->symbols.data[i];
  return NULL;
}

static bool declare_axes(Checker *c)
{
  for (int i = 0; i < c->certificate->axes.len; i++) {
    const CertAxis *a = &c->certificate->axes.data[i];
    if (!(a->size >= 1 && a->size < 1e15 && a->size == floor(a->size))) return fail(c, "declarations: the axis %s has no size", a->name);
    if (axis_called(c, a->name)) return fail(c, "declarations: there are two axes %s", a->name);
    Axis *axis = axis_new(c->pool, a->bare ? NULL : name_of(a->name), (int64_t)a->size);
    vec_push(c->arena, &c->axes, axis);
    reread_axis(c->declared, name_of(a->name), axis);
  }
  return true;
}

/* does the declaration say nothing against itself? */
static bool domain_is_one(const Domain *d, int naxes)
{
  bool numbers = d->kind == DOMAIN_REAL || d->kind == DOMAIN_INTERVAL || d->kind == DOMAIN_LABEL;
  if (d->axes >> naxes || (d->kind == DOMAIN_SPD && __builtin_popcount(d->axes) != 2) || d->lo > d->hi) return false;
  if (numbers && d->axes) return false;
  if (d->kind == DOMAIN_REAL && (isfinite(d->lo) || isfinite(d->hi))) return false;
  if (d->kind == DOMAIN_SIMPLEX && !(d->lo >= 0 && d->lo < 1 && d->hi == 1)) return false;
  return !numbers || ((isfinite(d->lo) || d->lo_open) && (isfinite(d->hi) || d->hi_open));
}

/* lives as long as the arena; NULL: not one number for each entry */
static Array *fixed_entries(Checker *c, const CertSymbol *s, Axis *const *axis)
{
  Array *a = ARENA_NEW(c->arena, Array);
  *a = (Array){ .refs = 1, .naxes = s->axes.len };
  for (int i = 0; i < s->axes.len; i++) a->size[i] = axis[i]->size;
  if (array_count(a) != s->fixed.len) return NULL;
  a->data = (double *)(((uintptr_t)arena_alloc(c->arena, (size_t)s->fixed.len * sizeof *a->data + 64) + 63) & ~(uintptr_t)63);
  memcpy(a->data, s->fixed.data, (size_t)s->fixed.len * sizeof *a->data);
  return a;
}

static bool declare_symbol(Checker *c, const CertSymbol *s)
{
  Axis *axis[ARRAY_MAX_AXES];
  if (s->axes.len > ARRAY_MAX_AXES) return fail(c, "declarations: %s has too many axes", s->name);
  for (int a = 0; a < s->axes.len; a++)
    if (!(axis[a] = axis_called(c, s->axes.data[a]))) return fail(c, "declarations: there is no axis %s, which %s has", s->axes.data[a], s->name);
  if (symbol_called(c, s->name)) return fail(c, "declarations: there are two arrays %s", s->name);
  Symbol *sym = symbol_new(c->pool, s->param ? SYM_PARAM : SYM_DATA, name_of(s->name), s->axes.len, axis);
  if (s->bar != -1 && !(s->bar >= 1 && s->bar < s->axes.len && s->bar == floor(s->bar))) return fail(c, "declarations: the bar of %s stands between no axes", s->name);
  sym->bar = (int)s->bar;
  if (s->param) {
    if (!domain_is_one(&s->domain, s->axes.len)) return fail(c, "declarations: the domain of %s is none", s->name);
    sym->domain = s->domain;
    sym->domain.labels = s->labels ? axis_called(c, s->labels) : NULL;
    Param p = { .sym = sym, .chosen = s->chosen };
    if (s->fixed.len && !(p.fixed = fixed_entries(c, s, axis))) return fail(c, "declarations: not every entry of %s is fixed or free", s->name);
    Param *grown = ARENA_ARRAY(c->arena, Param, c->loss->nparams + 1);
    if (c->loss->nparams) memcpy(grown, c->loss->param, (size_t)c->loss->nparams * sizeof p);
    grown[c->loss->nparams++] = p;
    c->loss->param = grown;
  } else {
    sym->range_known = isfinite(s->least) && isfinite(s->greatest);
    sym->least = s->least;
    sym->greatest = s->greatest;
    sym->integer = s->integer;
    sym->definite = s->definite;
    if (s->places.len && (s->axes.len < 2 || s->places.len != axis[s->axes.len - 1]->size)) return fail(c, "declarations: %s has not as many places as ranges", s->name);
    for (int k = 0; k < s->places.len; k++)
      if (!(s->places.data[k].least <= s->places.data[k].greatest)) return fail(c, "declarations: place %d of %s has no values", k + 1, s->name);
    sym->place = s->places.len ? s->places.data : NULL;
    if (s->definite && (s->axes.len < 2 || axis[s->axes.len - 1]->size != axis[s->axes.len - 2]->size)) return fail(c, "declarations: %s has no square matrices", s->name);
    if (s->definite && !(sym->range_known && s->greatest >= 0)) return fail(c, "declarations: %s cannot be %s", s->name, definite_word[s->definite - 1]);
    if (sym->range_known && s->integer && (s->least != floor(s->least) || s->greatest != floor(s->greatest)))
      return fail(c, "declarations: %s is said to hold whole numbers between %g and %g", s->name, s->least, s->greatest);
    if (sym->range_known && s->least > s->greatest) return fail(c, "declarations: %s has no values between %g and %g", s->name, s->least, s->greatest);
  }
  vec_push(c->arena, &c->symbols, sym);
  reread_symbol(c->declared, sym->name, sym);
  return true;
}

static bool declare(Checker *c)
{
  c->declared = reread_new(c->sema, NULL);
  c->loss = ARENA_NEW(c->arena, Loss);
  c->loss->name = name_of(c->certificate->name);
  c->loss->maximize = c->certificate->maximize;
  if (!declare_axes(c)) return false;
  for (int i = 0; i < c->certificate->symbols.len; i++)
    if (!declare_symbol(c, &c->certificate->symbols.data[i])) return false;
  c->loss->value = reread(c->declared, "loss", c->certificate->loss);
  if (!c->loss->value) return fail(c, "the loss cannot be read");
  for (int i = 0; i < c->loss->nparams; i++)
    if (!expr_has_symbol(c->loss->value, c->loss->param[i].sym)) return fail(c, "the loss does not hold the parameter %s", c->loss->param[i].sym->name->text);
  if (c->loss->nparams == 0 || c->loss->nparams > 64) return fail(c, "the loss has %d parameters", c->loss->nparams);
  for (int i = 0; i < c->loss->nparams; i++) symbol_touch(c->pool, c->loss->param[i].sym);
  return true;
}

/* each parameter is in one group, or steps on the loss itself */
static bool parameters_are_shared_out(Checker *c)
{
  for (int i = 0; i < c->loss->nparams; i++) {
    const char *name = c->loss->param[i].sym->name->text;
    int times = 0;
    for (int g = 0; g < c->certificate->groups.len; g++)
      for (int k = 0; k < c->certificate->groups.data[g].params.len; k++) times += !strcmp(c->certificate->groups.data[g].params.data[k], name);
    for (int k = 0; k < c->certificate->jointly.len; k++) times += !strcmp(c->certificate->jointly.data[k], name);
    if (times != 1) return fail(c, "groups: %s is updated %s", name, times ? "more than once" : "nowhere");
  }
  return true;
}

/* ---- expressions with free indices --------------------------------------------------------------------------------------------------- */

/* enters these indices; those that a scope further out has already stay what they are. out[] gets all, in order */
static bool enter_indices(Checker *c, Reread *r, const CertIndices *indices, const char *what, Index **out)
{
  if (indices->len > 2 * ARRAY_MAX_AXES) return fail(c, "%s has too many indices", what);
  for (int i = 0; i < indices->len; i++) {
    Axis *axis = axis_called(c, indices->data[i].axis);
    if (!axis) return fail(c, "%s: there is no axis %s", what, indices->data[i].axis);
    const Name *name = name_of(indices->data[i].name);
    out[i] = reread_find_index(r, name);
    if (out[i] && out[i]->axis == axis) continue;
    out[i] = index_new(c->pool, name, axis);
    reread_index(r, out[i]);
  }
  return true;
}

/* e with index[i] as the record calls it; NULL where the record has others */
static const Expr *as_recorded(Checker *c, const Expr *e, int n, Index *const *index, int nrecorded, Index *const *recorded)
{
  const Expr *to[2 * ARRAY_MAX_AXES];
  if (n != nrecorded || n > 2 * ARRAY_MAX_AXES) return NULL;
  for (int i = 0; i < n; i++) {
    if (index[i]->axis != recorded[i]->axis) return NULL;
    to[i] = expr_index(c->pool, recorded[i]);
  }
  return expr_subst_indices(c->pool, e, n, index, to);
}

/* the conditions that were proved just now, against the recorded ones; base: indices of the term that they are about */
static bool proofs_agree(Checker *c, Reread *scope, const char *what, int nbase, Index *const *base, Index *const *base_recorded, int n,
                         const Proof *proof, const CertProofs *recorded)
{
  if (n != recorded->len) return fail(c, "%s: it has %d conditions, %d are recorded", what, n, recorded->len);
  for (int i = 0; i < n; i++) {
    const Expr *e = proof[i].condition, *to[2 * ARRAY_MAX_AXES];
    const CertProof *p = &recorded->data[i];
    Index *index[2 * ARRAY_MAX_AXES], *from[2 * ARRAY_MAX_AXES];
    if (e->has_hole) {
      const char *text = proof_text(c->arena, &proof[i]);
      if (strcmp(text, p->condition)) return fail(c, "%s: its condition is %s, not %s", what, text, p->condition);
      continue;
    }
    Reread *own = reread_new(c->sema, scope);
    if (!enter_indices(c, own, &p->indices, what, index)) return false;
    const Expr *read = reread(own, "condition", p->condition);
    if (!read) return fail(c, "%s: the condition '%s' cannot be read", what, p->condition);
    int m = 0;
    if (e->nfree != p->indices.len) return fail(c, "%s: its condition is %s, not %s", what, shortened(c, e), p->condition);
    for (int k = 0; k < e->nfree && m < 2 * ARRAY_MAX_AXES; k++) {
      for (int b = 0; b < nbase; b++)
        if (base[b] == e->free[k] && base_recorded[b] != index[k]) return fail(c, "%s: its condition is about %s", what, base_recorded[b]->name->text);
      from[m] = e->free[k];
      to[m++] = expr_index(c->pool, index[k]);
    }
    if (expr_subst_indices(c->pool, e, m, from, to) != read) return fail(c, "%s: its condition is %s, not %s", what, shortened(c, e), p->condition);
  }
  return true;
}

/* name[own] = def, of a weight or a coefficient, against the record */
static bool definition_agrees(Checker *c, Reread *scope, const char *what, const Symbol *s, const CertDefinition *d)
{
  Index *index[2 * ARRAY_MAX_AXES];
  Reread *own = reread_new(c->sema, scope);
  if (!enter_indices(c, own, &d->indices, what, index)) return false;
  const char *name = d->symbol;
  for (int i = 0; i < d->indices.len; i++) name = arena_printf(c->arena, "%s%s%s", name, i ? ", " : "[", d->indices.data[i].name);
  if (d->indices.len) name = arena_printf(c->arena, "%s]", name);
  if (strcmp(name, d->name)) return fail(c, "%s: %s is called %s", what, name, d->name);
  const Expr *read = reread(own, d->symbol, d->definition);
  if (!read) return fail(c, "%s: the definition of %s cannot be read", what, d->symbol);
  if (as_recorded(c, s->def, s->naxes, s->own, d->indices.len, index) == read) return true;
  return fail(c, "%s: %s is not %s; it is %s", what, d->symbol, d->definition, shortened(c, s->def));
}

/* ---- steps ------------------------------------------------------------------------------------------------------------------------------ */

static const Majorizer *majorizer_called(const Rules *rules, const char *name)
{
  for (int i = 0; i < rules_majorizers(rules)->len; i++)
    if (!strcmp(rules_majorizers(rules)->data[i]->text.name->text, name)) return rules_majorizers(rules)->data[i];
  for (int i = 0; i < rules_wholes(rules)->len; i++)
    if (!strcmp(rules_wholes(rules)->data[i]->text.name->text, name)) return rules_wholes(rules)->data[i];
  return NULL;
}

static bool read_step(Checker *c, Index **index)
{
  const CertStep *s = &c->group->steps.data[c->at];
  Reread *scope = reread_new(c->sema, c->declared);
  if (!enter_indices(c, scope, &s->indices, step_name(c), index)) return false;
  const Expr *before = reread(scope, "before", s->before);
  if (!before) return fail(c, "%s: 'before' cannot be read", step_name(c));
  c->step = scope;
  c->before = before;
  return true;
}

static bool is_sum(const Expr *e) { return e->kind == X_ADD || (e->kind == X_REDUCE && e->op == R_SUM); }

static const Majorizer *next_rule(void *context, const Expr *term, int *skip)
{
  Checker *c = context;
  Index *index[2 * ARRAY_MAX_AXES];
  const Expr *core;
  expr_split_coef(c->pool, term, &core);                   /* a sum, or a multiple of one, need not be bounded as one */
  bool pair = is_sum(core);
  for (int i = 0; i < core->nargs && core->kind == X_MUL; i++) pair |= is_sum(core->arg[i]);
  if (c->fault) return NULL;
  if (c->at == c->group->steps.len) {
    if (!pair) fail(c, "step %d: it is missing; a bound is needed of %s", c->at + 1, shortened(c, term));
    return NULL;
  }
  const CertStep *s = &c->group->steps.data[c->at];
  if (!c->step && !read_step(c, index)) return NULL;
  for (int i = 0; i < s->indices.len; i++) index[i] = reread_find_index(c->step, name_of(s->indices.data[i].name));
  if (as_recorded(c, term, term->nfree, term->free, s->indices.len, index) != c->before) {
    if (!pair) fail(c, "%s: it bounds %s, but here a bound is needed of %s", step_name(c), s->before, shortened(c, term));
    return NULL;
  }
  const Majorizer *m = majorizer_called(c->rules, s->name);
  if (m && !rule_complete(&m->text)) { fail(c, "%s: the library's rule %s is broken", step_name(c), s->name); return NULL; }
  if (!m) { fail(c, "%s: the library has no rule %s", step_name(c), s->name); return NULL; }
  if (strcmp(m->text.id, s->rule)) { fail(c, "%s: the rule %s has the id %s", step_name(c), s->name, m->text.id); return NULL; }
  if (m->exact != s->exact) { fail(c, "%s: %s is %s", step_name(c), s->name, m->exact ? "exact" : "a bound"); return NULL; }
  if (!(s->skip >= 0 && s->skip < 1000)) { fail(c, "%s: 'skip' is no count", step_name(c)); return NULL; }
  *skip = (int)s->skip;
  return m;
}

static bool weights_agree(Checker *c, const Step *step, const CertStep *s)
{
  const char *what = step_name(c);
  if (step->weights.len != s->weights.len) return fail(c, "%s: it has %d weights, %d are recorded", what, step->weights.len, s->weights.len);
  for (int i = 0; i < s->weights.len; i++) {
    Symbol *w = step->weights.data[i];
    const CertDefinition *d = &s->weights.data[i];
    if (!definition_agrees(c, c->step, what, w, d)) return false;
    if (symbol_called(c, d->symbol)) return fail(c, "%s: the weight %s has the name of an array", what, d->symbol);
    w->name = name_of(d->symbol);
    reread_symbol(c->declared, w->name, w);
  }
  return true;
}

/* The bound itself, tested without the theorem: whatever its proof says, no point of the box may speak against it. A bound of several
 * numbers, and what is left open of one, is for box_check.h. */
static bool bound_holds(Checker *c, const Step *step)
{
  IntervalCheck one;
  BoxCheck box = { 0 };
  Buf clause = { 0 };
  Facts *facts = facts_new(c->pool, c->nparam, c->param);
  bool ok = interval_check_step(c->pool, facts, step, &one), open = ok && (one.several || (!one.why_not && one.share < 1));
  if (open) ok = box_check_step(c->rules, facts, step, &box);
  if (open && (one.several || !ok || box.share > one.share || box.convex_in)) box_check_report(&clause, &box);
  else interval_check_report(&clause, &one);
  if (ok) buf_printf(c->report, "  %-24s %s\n", "", buf_text(&clause));
  else fail(c, "%s: %s", step_name(c), buf_text(&clause));
  buf_free(&clause);
  return ok;
}

static bool step_taken(void *context, const Step *step)
{
  Checker *c = context;
  const CertStep *s = &c->group->steps.data[c->at];
  const char *what = step_name(c);
  Index *index[2 * ARRAY_MAX_AXES];
  if (!step) return fail(c, "%s: the rule %s does not fit %s, or its conditions are not proved", what, s->name, s->before);
  for (int i = 0; i < s->indices.len; i++) index[i] = reread_find_index(c->step, name_of(s->indices.data[i].name));
  if (!weights_agree(c, step, s)) return false;
  const Expr *after = reread(c->step, "after", s->after);
  if (!after) return fail(c, "%s: 'after' cannot be read", what);
  const Expr *made = as_recorded(c, step->after, step->before->nfree, step->before->free, s->indices.len, index);
  if (made != after) return fail(c, "%s: the rule does not yield 'after'; it yields %s", what, shortened(c, made));
  if (!proofs_agree(c, c->step, what, step->before->nfree, step->before->free, index, step->proofs.len, step->proofs.data, &s->conditions)) return false;
  buf_printf(c->report, "  %-24s %s", what, s->name);
  for (int i = 0; i < step->proofs.len; i++) buf_printf(c->report, "%s %s", i ? ";" : ",", proof_text(c->arena, &step->proofs.data[i]));
  buf_putc(c->report, '\n');
  bool above = !step->rule->exact && !step->rule->local && !step->rule->guarded;         /* of the others the run judges each step */
  if (above && !bound_holds(c, step)) return false;
  c->at++;
  c->step = NULL;
  return true;
}

/* ---- updates ------------------------------------------------------------------------------------------------------------------------------- */

static bool same_text(const char *a, const char *b) { return a == b || (a && b && !strcmp(a, b)); }

static bool formula_agrees(Checker *c, Reread *scope, const char *what, const char *field, const Block *b, Index *const *index, const Expr *made, const char *recorded)
{
  if (!made && !recorded) return true;
  if (!made || !recorded) return fail(c, "%s: '%s' is %s", what, field, made ? "missing" : "not needed");
  const Expr *read = reread(scope, field, recorded);
  if (!read) return fail(c, "%s: '%s' cannot be read", what, field);
  if (as_recorded(c, made, b->param->naxes, b->own, b->param->naxes, index) == read) return true;
  return fail(c, "%s: '%s' is not %s; it is %s", what, field, recorded, shortened(c, made));
}

static bool block_agrees(Checker *c, const Block *b, const CertBlock *r)
{
  const char *what = arena_printf(c->arena, "update of %s (%s)", r->param, r->rule);
  Reread *scope = reread_new(c->sema, c->declared);
  Index *index[2 * ARRAY_MAX_AXES];
  if (strcmp(b->param->name->text, r->param)) return fail(c, "%s: here %s is updated", what, b->param->name->text);
  if (strcmp(b->rule, r->rule) || !same_text(b->row ? b->row->text.name->text : NULL, r->name)) return fail(c, "%s: the rule here is %s", what, b->rule);
  if (!same_text(b->relaxed ? b->relaxed->text.name->text : NULL, r->relaxed)) return fail(c, "%s: the relaxation is another one", what);
  if (!same_text(b->chart ? b->chart->text.name->text : NULL, r->chart)) return fail(c, "%s: it is found in another variable", what);
  if (strcmp(update_kind_name[b->update], r->update) || b->majorizer != r->majorizer) return fail(c, "%s: the update is %s", what, update_kind_name[b->update]);
  if (b->solve != r->together) return fail(c, "%s: it is solved %s", what, b->solve ? "together with others" : "by itself");
  if (r->indices.len != b->param->naxes) return fail(c, "%s: it has %d indices", what, b->param->naxes);
  if (!enter_indices(c, scope, &r->indices, what, index)) return false;
  for (int i = 0; i < b->param->naxes; i++)
    if (index[i]->axis != b->param->axis[i]) return fail(c, "%s: the indices run over other axes", what);
  if (b->coefs.len != r->coefs.len) return fail(c, "%s: it has %d coefficients, %d are recorded", what, b->coefs.len, r->coefs.len);
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
    if (!definition_agrees(c, outer, what, k->stat, d)) return false;
    if (!same_text(k->atom ? expr_text(c->arena, k->atom) : NULL, d->of)) return fail(c, "%s: %s is the coefficient of another atom", what, d->symbol);
    reread_symbol(scope, name_of(d->symbol), k->stat);
  }
  if (!b->root != !r->root) return fail(c, "%s: it is found %s a search", what, b->root ? "by" : "without");
  if (b->root) reread_symbol(scope, name_of(r->root), b->root);
  const struct { const char *field; const Expr *made; const char *recorded; } formulas[] = {
    { "formula", b->value ? b->value : b->phi, r->formula }, { "needs", b->needs, r->needs }, { "bounded", b->bounded, r->bounded },
    { "attained", b->attained, r->attained }, { "plain", b->plain, r->plain }, { "spare", b->spare, r->spare },
    { "equation", b->equation, r->equation }, { "lowest", b->root_lo, r->lowest }, { "highest", b->root_hi, r->highest }, { "start", b->root_start, r->start } };
  for (size_t i = 0; i < sizeof formulas / sizeof *formulas; i++)
    if (!formula_agrees(c, scope, what, formulas[i].field, b, index, formulas[i].made, formulas[i].recorded)) return false;
  if (!proofs_agree(c, scope, what, b->param->naxes, b->own, index, b->proofs.len, b->proofs.data, &r->conditions)) return false;
  buf_printf(c->report, "  %-24s %s\n", what, r->update);
  return true;
}

/* ---- a group ------------------------------------------------------------------------------------------------------------------------------- */

static bool check_group(Checker *c, int number)
{
  const CertGroup *r = c->group = &c->certificate->groups.data[number];
  Symbol *param[64] = { 0 };
  SurrogateGroup g;
  c->at = 0;
  c->step = NULL;
  if (r->params.len < 1 || r->params.len > 64) return fail(c, "group %d has no parameters", number + 1);
  buf_printf(c->report, "group %d:", number + 1);
  for (int i = 0; i < r->params.len; i++) {
    param[i] = symbol_called(c, r->params.data[i]);
    if (!param[i] || param[i]->kind != SYM_PARAM) return fail(c, "group %d: there is no parameter %s", number + 1, r->params.data[i]);
    buf_printf(c->report, "%s %s", i ? "," : "", r->params.data[i]);
  }
  buf_putc(c->report, '\n');
  c->nparam = r->params.len;
  c->param = param;
  if (!symbol_called(c, c->rules->stiffness->name->text)) reread_symbol(c->declared, c->rules->stiffness->name, c->rules->stiffness);
  const Replay replay = { next_rule, step_taken, c };
  bool ok = derive_replay(c->d, r->params.len, param, (Manner){ r->strict, r->apart, r->solver, r->descent, r->whole, r->entries, r->convex }, &replay, &g);
  if (c->fault) return false;
  if (!g.surrogate) return fail(c, "group %d: the steps do not lead to a surrogate", number + 1);
  if (r->type && (r->type[0] != surrogate_type(&g) || r->type[1])) return fail(c, "group %d: its surrogate is of type %c, not %s", number + 1, surrogate_type(&g), r->type);
  if (c->at < r->steps.len) return fail(c, "%s: no term needs it", step_name(c));
  const Expr *surrogate = reread(c->declared, "surrogate", r->surrogate);
  if (!surrogate) return fail(c, "surrogate of group %d: it cannot be read", number + 1);
  if (surrogate != g.surrogate) return fail(c, "surrogate of group %d: the steps lead to %s", number + 1, shortened(c, g.surrogate));
  if (!proofs_agree(c, c->declared, "signs of factors", 0, NULL, NULL, g.factors.len, g.factors.data, &r->factors)) return false;
  buf_printf(c->report, "  %-24s composed of %s\n", "surrogate", r->steps.len ? "the steps" : "the loss itself");
  if (!ok || g.blocks.len != r->blocks.len) return fail(c, "group %d: its surrogate has %d updates, %d are recorded", number + 1, ok ? g.blocks.len : 0, r->blocks.len);
  for (int i = 0; i < r->blocks.len; i++)
    if (!block_agrees(c, &g.blocks.data[i], &r->blocks.data[i])) return false;
  g.replay = NULL;
  vec_push(c->arena, &c->d->groups, g);
  return true;
}

/* ---- all of it -------------------------------------------------------------------------------------------------------------------------------- */

static bool check_all(Checker *c)
{
  if (!declare(c) || !parameters_are_shared_out(c)) return false;
  Derivation *d = c->d = ARENA_NEW(c->arena, Derivation);
  const Name **use = ARENA_ARRAY(c->arena, const Name *, c->certificate->use_rule.len + 1);
  for (int i = 0; i < c->certificate->use_rule.len; i++) use[i] = name_of(c->certificate->use_rule.data[i]);
  *d = (Derivation){ .pool = c->pool, .rules = c->rules, .loss = c->loss, .facts = facts_new(c->pool, 0, NULL), .use_rule = use, .joint_update = UPDATE_NEWTON, .joint_rule = "R-NEWTON",
                     .joint = ARENA_ARRAY(c->arena, Symbol *, c->loss->nparams) };
  buf_printf(c->report, "declarations: %d axes, %d arrays, %d of them to be found\n", c->axes.len, c->symbols.len, c->loss->nparams);
  for (int g = 0; g < c->certificate->groups.len; g++)
    if (!check_group(c, g)) return false;
  for (int i = 0; i < c->certificate->jointly.len; i++) {
    Symbol *p = symbol_called(c, c->certificate->jointly.data[i]);
    if (!p || p->kind != SYM_PARAM) return fail(c, "jointly: there is no parameter %s", c->certificate->jointly.data[i]);
    d->joint[d->njoint++] = p;
    buf_printf(c->report, "%s steps on the loss itself; there is no bound to check\n", p->name->text);
  }
  return true;
}

Derivation *certificate_check(Pool *pool, Sema *sema, const Rules *rules, const char *text, size_t len, DiagList *diags, Buf *report)
{
  Arena *arena = pool_arena(pool);
  const char *why = NULL;
  Checker c = { .pool = pool, .arena = arena, .sema = sema, .rules = rules, .diags = diags, .report = report };
  c.certificate = certificate_read(arena, text, len, &why);
  if (!c.certificate) { buf_printf(report, "not valid: %s\n", why); return NULL; }
  if (check_all(&c)) return c.d;
  buf_printf(report, "not valid: %s\n", c.fault);
  return NULL;
}
