/* verify_step.c: the steps of a record; see verify_internal.h.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "derive/box_check.h"
#include "derive/explain.h"
#include "derive/interval_check.h"
#include "derive/rules_internal.h"
#include "derive/verify_internal.h"
#include <string.h>

const char *verify_step_name(Checker *c) { return arena_printf(c->arena, "step %d (%s)", c->at + 1, c->group->steps.data[c->at].rule); }

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
  if (!verify_enter_indices(c, scope, &s->indices, verify_step_name(c), index)) return false;
  const Expr *before = reread(scope, "before", s->before);
  if (!before) return verify_fail(c, "%s: 'before' cannot be read", verify_step_name(c));
  c->step = scope;
  c->before = before;
  return true;
}

static bool is_sum(const Expr *e) { return e->kind == X_ADD || (e->kind == X_REDUCE && e->op == R_SUM); }

const Majorizer *verify_next_rule(void *context, const Expr *term, int *skip)
{
  Checker *c = context;
  Index *index[2 * ARRAY_MAX_AXES];
  const Expr *core;
  expr_split_coef(c->pool, term, &core);                   /* a sum, or a multiple of one, need not be bounded as one */
  bool pair = is_sum(core);
  for (int i = 0; i < core->nargs && core->kind == X_MUL; i++) pair |= is_sum(core->arg[i]);
  if (c->fault) return NULL;
  if (c->at == c->group->steps.len) {
    if (!pair) verify_fail(c, "step %d: it is missing; a bound is needed of %s", c->at + 1, verify_shortened(c, term));
    return NULL;
  }
  const CertStep *s = &c->group->steps.data[c->at];
  if (!c->step && !read_step(c, index)) return NULL;
  for (int i = 0; i < s->indices.len; i++) index[i] = reread_find_index(c->step, name_of(s->indices.data[i].name));
  if (!verify_same(c, verify_as_recorded(c, term, term->nfree, term->free, s->indices.len, index), c->before)) {
    if (!pair) verify_fail(c, "%s: it bounds %s, but here a bound is needed of %s", verify_step_name(c), s->before, verify_shortened(c, term));
    return NULL;
  }
  const Majorizer *m = majorizer_called(c->rules, s->name);
  if (m && !rule_complete(&m->text)) { verify_fail(c, "%s: the library's rule %s is broken", verify_step_name(c), s->name); return NULL; }
  if (!m) { verify_fail(c, "%s: the library has no rule %s", verify_step_name(c), s->name); return NULL; }
  if (strcmp(m->text.id, s->rule)) { verify_fail(c, "%s: the rule %s has the id %s", verify_step_name(c), s->name, m->text.id); return NULL; }
  if (m->exact != s->exact) { verify_fail(c, "%s: %s is %s", verify_step_name(c), s->name, m->exact ? "exact" : "a bound"); return NULL; }
  if (!(s->skip >= 0 && s->skip < 1000)) { verify_fail(c, "%s: 'skip' is no count", verify_step_name(c)); return NULL; }
  *skip = (int)s->skip;
  return m;
}

static bool weights_agree(Checker *c, const Step *step, const CertStep *s)
{
  const char *what = verify_step_name(c);
  if (step->weights.len != s->weights.len) return verify_fail(c, "%s: it has %d weights, %d are recorded", what, step->weights.len, s->weights.len);
  for (int i = 0; i < s->weights.len; i++) {
    Symbol *w = step->weights.data[i];
    const CertDefinition *d = &s->weights.data[i];
    if (!verify_definition(c, c->step, what, w, d)) return false;
    if (verify_symbol(c, d->symbol)) return verify_fail(c, "%s: the weight %s has the name of an array", what, d->symbol);
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
  else verify_fail(c, "%s: %s", verify_step_name(c), buf_text(&clause));
  buf_free(&clause);
  return ok;
}

bool verify_step_taken(void *context, const Step *step)
{
  Checker *c = context;
  const CertStep *s = &c->group->steps.data[c->at];
  const char *what = verify_step_name(c);
  Index *index[2 * ARRAY_MAX_AXES];
  if (!step) return verify_fail(c, "%s: the rule %s does not fit %s, or its conditions are not proved", what, s->name, s->before);
  for (int i = 0; i < s->indices.len; i++) index[i] = reread_find_index(c->step, name_of(s->indices.data[i].name));
  if (!weights_agree(c, step, s)) return false;
  const Expr *after = reread(c->step, "after", s->after);
  if (!after) return verify_fail(c, "%s: 'after' cannot be read", what);
  const Expr *made = verify_as_recorded(c, step->after, step->before->nfree, step->before->free, s->indices.len, index);
  if (!verify_same(c, made, after)) return verify_fail(c, "%s: the rule does not yield 'after'; it yields %s", what, verify_shortened(c, made));
  if (!verify_proofs(c, c->step, what, step->before->nfree, step->before->free, index, step->proofs.len, step->proofs.data, &s->conditions)) return false;
  buf_printf(c->report, "  %-24s %s", what, s->name);
  for (int i = 0; i < step->proofs.len; i++) buf_printf(c->report, "%s %s", i ? ";" : ",", proof_text(c->arena, &step->proofs.data[i]));
  buf_putc(c->report, '\n');
  bool above = !step->rule->exact && !step->rule->local && !step->rule->guarded;         /* of the others the run judges each step */
  if (above && !bound_holds(c, step)) return false;
  c->at++;
  c->step = NULL;
  return true;
}
